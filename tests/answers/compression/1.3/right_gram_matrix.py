# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=3 check-1-3-inputs=3
def keep_percent(image, percent):
    mean = np.mean(image, dtype=float)
    rest = np.subtract(image, mean, dtype=float)
    k = max(1, int(percent / 100 * min(rest.shape)))
    values, vectors = np.linalg.eigh(rest.T @ rest)
    V = vectors[:, np.argsort(-values)[:k]]
    return rest @ V @ V.T + mean, k
