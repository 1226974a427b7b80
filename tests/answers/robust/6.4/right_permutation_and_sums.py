# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    flat = np.asarray(M).ravel().copy()
    hit = rng.permutation(flat.size)[: int(fraction * flat.size + 0.5)]
    low, high = flat.min(), flat.max()
    flat[hit] = np.where(rng.random(hit.size) < 0.5, low, high)
    return flat.reshape(np.shape(M))


def recovery_error(L, L0):
    difference = np.asarray(L, dtype=float) - np.asarray(L0, dtype=float)
    return np.sqrt(np.sum(difference**2) / np.sum(np.asarray(L0, dtype=float) ** 2))
