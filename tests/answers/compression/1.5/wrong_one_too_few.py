# verdict: check-1-5-stored=4 check-1-5-largest=0 check-1-5-equal=2
# message: a larger k is possible
def numbers_stored(m, n, k):
    return k * (m + n + 1)


def largest_useful_k(m, n):
    return max(0, (m * n - 1) // (m + n + 1) - 1)
