# verdict: check-1-5-stored=4 check-1-5-largest=4 check-1-5-equal=2
def numbers_stored(m, n, k):
    return np.zeros((m, k)).size + np.zeros(k).size + np.zeros((k, n)).size


def largest_useful_k(m, n):
    return max(k for k in range(min(m, n) + 1) if k == 0 or numbers_stored(m, n, k) < m * n)
