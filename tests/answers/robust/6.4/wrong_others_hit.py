# verdict: check-6-4-count=0 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
# message: Were the entries hit that should be left alone?
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    keep = rng.choice(M.size, size=round(fraction * M.size), replace=False)
    broken = rng.choice([M.min(), M.max()], size=M.shape)
    broken.flat[keep] = M.flat[keep]
    return broken


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
