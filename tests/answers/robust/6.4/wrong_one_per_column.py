# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=0 check-6-4-error-inputs=0
# message: must be one number, but it has shape (2,)
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    broken = np.array(M)
    hit = rng.choice(broken.size, size=round(fraction * broken.size), replace=False)
    broken.flat[hit] = rng.choice([broken.min(), broken.max()], size=hit.size)
    return broken


def recovery_error(L, L0):
    L, L0 = np.asarray(L, dtype=float), np.asarray(L0, dtype=float)
    return np.linalg.norm(L - L0, axis=0) / np.linalg.norm(L0, axis=0)
