# verdict: check-1-5-stored=4 check-1-5-largest=4 check-1-5-equal=2
def numbers_stored(m, n, k):
    return np.int64(k) * (m + n) + k


def largest_useful_k(m, n):
    costs = np.arange(1, min(m, n) + 1) * (m + n + 1)
    return np.searchsorted(costs, m * n, side="left")
