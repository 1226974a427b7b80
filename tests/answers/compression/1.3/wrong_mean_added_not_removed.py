# verdict: check-1-3-count=4 check-1-3-mean=0 check-1-3-at-least-one=3 check-1-3-inputs=3
# message: the mean was never removed, and then added
def keep_percent(image, percent):
    U, s, Vt = np.linalg.svd(image, full_matrices=False)
    k = max(1, int(percent / 100 * len(s)))
    return image.mean() + (U[:, :k] * s[:k]) @ Vt[:k], k
