# verdict: check-6-4-count=0 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
# message: whole rows or columns were hit
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    broken = np.array(M)
    rows = rng.choice(M.shape[0], size=round(fraction * M.shape[0]), replace=False)
    broken[rows] = rng.choice([M.min(), M.max()], size=(len(rows), M.shape[1]))
    return broken


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
