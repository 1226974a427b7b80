# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=3 check-1-3-inputs=0
# message: your function changed its argument image
def keep_percent(image, percent):
    mean = image.mean()
    image -= mean
    U, s, Vt = np.linalg.svd(image, full_matrices=False)
    k = max(1, int(percent / 100 * len(s)))
    return mean + (U[:, :k] * s[:k]) @ Vt[:k], k
