# verdict: check-6-4-count=0 check-6-4-values=0 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
# message: M.min() or M.max() of the whole of M
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    broken = np.array(M)
    hit = rng.choice(M.size, size=round(fraction * M.size), replace=False)
    white = rng.random(M.shape) < 0.5
    values = np.where(white, M.max(axis=0), M.min(axis=0))
    broken.flat[hit] = values.flat[hit]
    return broken


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
