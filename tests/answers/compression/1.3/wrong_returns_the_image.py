# verdict: check-1-3-count=4 check-1-3-mean=0 check-1-3-at-least-one=0 check-1-3-inputs=0
# message: k + 1 singular values are kept
def keep_percent(image, percent):
    return image.copy(), max(1, int(percent / 100 * min(image.shape)))
