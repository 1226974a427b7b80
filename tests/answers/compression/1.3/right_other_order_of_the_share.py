# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=3 check-1-3-inputs=3
def keep_percent(image, percent):
    mean = image.mean()
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = int(max(1, np.floor(percent * len(s) / 100)))
    low = (U[:, :k] * s[:k]) @ Vt[:k]
    return [low + mean, k]
