# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
def corrupt(M, fraction, seed=0):
    rng = np.random.RandomState(seed)
    M = np.array(M, dtype=float)
    places = rng.permutation(M.size)[: round(fraction * M.size)]
    half = len(places) // 2
    low, high = M.min(), M.max()
    M.flat[places[:half]] = low
    M.flat[places[half:]] = high
    return M.tolist()


def recovery_error(L, L0):
    pairs = [(float(a), float(b)) for a, b in zip(np.ravel(L), np.ravel(L0))]
    return (sum((a - b) ** 2 for a, b in pairs) / sum(b * b for _, b in pairs)) ** 0.5
