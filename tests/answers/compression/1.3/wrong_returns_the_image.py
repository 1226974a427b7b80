# verdict: check-1-3-count=4 check-1-3-mean=0 check-1-3-at-least-one=0 check-1-3-inputs=0
# message: the image comes back as it was
def keep_percent(image, percent):
    return image.copy(), max(1, int(percent / 100 * min(image.shape)))
