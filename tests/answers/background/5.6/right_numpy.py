# verdict: check-5-6-values=4 check-5-6-edges=2
def storage_ratio(m, n, k):
    return np.sum(np.array([m, n, 1]) * k) / np.prod([m, n])
