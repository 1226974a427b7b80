# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=0 check-6-4-error=6 check-6-4-error-inputs=4
# message: Make a new generator from the seed in every call
rng = np.random.default_rng(0)


def corrupt(M, fraction, seed=0):
    broken = np.array(M)
    hit = rng.choice(broken.size, size=round(fraction * broken.size), replace=False)
    broken.flat[hit] = rng.choice([broken.min(), broken.max()], size=hit.size)
    return broken


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
