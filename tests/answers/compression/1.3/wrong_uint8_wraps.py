# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=3 check-1-3-inputs=0
# message: Does a sum or a difference of bytes wrap around
def keep_percent(image, percent):
    mean = image.mean().astype(image.dtype)
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = max(1, int(percent / 100 * len(s)))
    return mean + (U[:, :k] * s[:k]) @ Vt[:k], k
