# verdict: check-6-4-count=4 check-6-4-values=0 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
# message: a hit entry should become M.min() or M.max()
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    broken = np.array(M)
    hit = rng.choice(broken.size, size=round(fraction * broken.size), replace=False)
    broken.flat[hit] = rng.normal(size=hit.size)
    return broken


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
