# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=0
# message: also when they are squared
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    broken = np.array(M)
    hit = rng.choice(broken.size, size=round(fraction * broken.size), replace=False)
    broken.flat[hit] = rng.choice([broken.min(), broken.max()], size=hit.size)
    return broken


def recovery_error(L, L0):
    difference = np.asarray(L, dtype=float) - L0
    return np.sqrt(np.sum(difference**2) / np.sum(L0**2))
