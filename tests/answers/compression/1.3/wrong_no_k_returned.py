# verdict: check-1-3-count=0 check-1-3-mean=6 check-1-3-at-least-one=0 check-1-3-inputs=3
# message: keep_percent(image, 45) must return 2 results
def keep_percent(image, percent):
    mean = image.mean()
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = max(1, int(percent / 100 * min(image.shape)))
    low = (U[:, :k] * s[:k]) @ Vt[:k]
    return mean + low
