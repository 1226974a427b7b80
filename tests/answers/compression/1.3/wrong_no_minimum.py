# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=0 check-1-3-inputs=3
# message: keep at least one all the same
def keep_percent(image, percent):
    mean = image.mean()
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = int(percent / 100 * min(image.shape))
    low = (U[:, :k] * s[:k]) @ Vt[:k]
    return mean + low, k
