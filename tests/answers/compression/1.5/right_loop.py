# verdict: check-1-5-stored=4 check-1-5-largest=4 check-1-5-equal=2
def numbers_stored(m, n, k):
    return sum(m + n + 1 for _ in range(k))


def largest_useful_k(m, n):
    k = 0
    while (k + 1) * (m + n + 1) < m * n:
        k += 1
    return float(k)
