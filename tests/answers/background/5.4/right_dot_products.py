# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=3
def precision_recall_f1(mask, truth):
    m, t = np.ravel(mask).astype(float), np.ravel(truth).astype(float)
    both = m @ t
    divisors = np.array([m.sum(), t.sum(), (m.sum() + t.sum()) / 2])
    return tuple(both / d if d else 0.0 for d in divisors)
