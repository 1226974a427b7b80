# verdict: check-6-4-count=0 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
# message: the entries hit are the first or the last ones of M
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    broken = np.array(M)
    hit = np.arange(round(fraction * broken.size))
    broken.flat[hit] = rng.choice([broken.min(), broken.max()], size=hit.size)
    return broken


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
