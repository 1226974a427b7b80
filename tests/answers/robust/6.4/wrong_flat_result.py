# verdict: check-6-4-count=0 check-6-4-values=0 check-6-4-seed=0 check-6-4-error=6 check-6-4-error-inputs=4
# message: must have shape (20, 20), but it has shape (400,)
def corrupt(M, fraction, seed=0):
    rng = np.random.default_rng(seed)
    flat = np.array(M).ravel()
    hit = rng.choice(flat.size, size=round(fraction * flat.size), replace=False)
    flat[hit] = rng.choice([flat.min(), flat.max()], size=hit.size)
    return flat


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
