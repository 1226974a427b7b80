# verdict: check-1-3-count=4 check-1-3-mean=0 check-1-3-at-least-one=3 check-1-3-inputs=3
# message: one mean per column was removed
def keep_percent(image, percent):
    mean = image.mean(axis=0)
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = max(1, int(percent / 100 * min(image.shape)))
    low = (U[:, :k] * s[:k]) @ Vt[:k]
    return mean + low, k
