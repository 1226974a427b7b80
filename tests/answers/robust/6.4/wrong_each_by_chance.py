# verdict: check-6-4-count=0 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
# message: Is a coin thrown for each entry?
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    hit = rng.random(M.shape) < fraction
    return np.where(hit, rng.choice([M.min(), M.max()], size=M.shape), M)


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
