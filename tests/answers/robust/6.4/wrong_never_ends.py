# verdict: check-6-4-count=0 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
# message: Is there a loop that never ends?
def corrupt(M, fraction, seed=0):
    # Draws places until there are enough, but never place 0: for fraction 1 there never are.
    rng = np.random.default_rng(seed)
    broken, hit = np.array(M), set()
    while len(hit) < round(fraction * M.size):
        hit.add(int(rng.integers(1, M.size)))
    for place in sorted(hit):
        broken.flat[place] = rng.choice([M.min(), M.max()])
    return broken


def recovery_error(L, L0):
    L0 = np.asarray(L0, dtype=float)
    return float(np.linalg.norm(L - L0) / np.linalg.norm(L0))
