# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    M = np.asarray(M)
    mask = np.arange(M.size) < round(fraction * M.size)
    rng.shuffle(mask)
    mask = mask.reshape(M.shape)
    white = rng.integers(0, 2, size=M.shape).astype(bool)
    return np.where(mask, np.where(white, M.max(), M.min()), M)


def recovery_error(L, L0):
    L, L0 = np.asarray(L, dtype=float), np.asarray(L0, dtype=float)
    return np.sqrt(np.trace((L - L0).T @ (L - L0)) / np.trace(L0.T @ L0))
