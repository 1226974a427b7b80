# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng([seed, 17])
    hit = np.argsort(rng.random(M.size))[: round(fraction * M.size)]
    rows, columns = np.unravel_index(hit, M.shape)
    broken = M.copy()
    for i, j in zip(rows, columns):
        broken[i, j] = M.max() if rng.random() < 0.5 else M.min()
    return broken


def recovery_error(L, L0):
    import scipy.linalg

    L, L0 = np.float64(L), np.float64(L0)
    return scipy.linalg.norm(L - L0) / scipy.linalg.norm(L0)
