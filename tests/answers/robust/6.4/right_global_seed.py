# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
def corrupt(M, fraction, seed=0):
    np.random.seed(seed)
    broken = M.copy()
    hit = np.random.choice(M.size, round(fraction * M.size), replace=False)
    broken.ravel()[hit] = np.array([M.min(), M.max()])[np.random.randint(0, 2, hit.size)]
    return broken


def recovery_error(L, L0):
    L, L0 = L.astype(float), L0.astype(float)
    rest, whole = (np.linalg.svd(part, compute_uv=False) for part in (L - L0, L0))
    return np.sqrt(rest @ rest / (whole @ whole))
