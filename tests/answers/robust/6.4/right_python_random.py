# verdict: check-6-4-count=4 check-6-4-values=4 check-6-4-seed=4 check-6-4-error=6 check-6-4-error-inputs=4
def corrupt(M, fraction, seed=0):
    import random

    source = random.Random(seed)
    low, high = np.min(M), np.max(M)
    broken = np.array(M)
    rows, columns = broken.shape
    for place in source.sample(range(rows * columns), round(fraction * rows * columns)):
        broken[place // columns, place % columns] = source.choice([low, high])
    return broken


def recovery_error(L, L0):
    return np.linalg.norm(np.subtract(L, L0, dtype=float), "fro") / np.linalg.norm(
        np.asarray(L0, float), "fro"
    )
