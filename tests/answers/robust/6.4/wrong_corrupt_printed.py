# verdict: check-6-4-count=0 check-6-4-values=0 check-6-4-seed=0 check-6-4-error=6 check-6-4-error-inputs=4
# message: returned None
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    broken = np.array(M)
    hit = rng.choice(M.size, size=round(fraction * M.size), replace=False)
    broken.flat[hit] = rng.choice([M.min(), M.max()], size=hit.size)
    print(broken)


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
