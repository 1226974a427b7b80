# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=3 check-1-3-inputs=0
# message: percent may have decimals
def keep_percent(image, percent):
    mean = image.mean()
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = max(1, percent * len(s) // 100)
    return mean + (U[:, :k] * s[:k]) @ Vt[:k], k
