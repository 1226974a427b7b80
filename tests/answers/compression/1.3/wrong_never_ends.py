# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=0 check-1-3-inputs=3
# message: your code had not finished
def keep_percent(image, percent):
    k = int(percent / 100 * min(image.shape))
    while k < 1:
        percent = 2 * percent
        k = int(percent / 100 * min(image.shape))
    mean = image.mean()
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    return mean + (U[:, :k] * s[:k]) @ Vt[:k], k
