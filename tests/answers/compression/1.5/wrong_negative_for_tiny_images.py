# verdict: check-1-5-stored=4 check-1-5-largest=4 check-1-5-equal=0
# message: for a 1 × 1 image not even one layer is worth it: k should be 0. Got -1
def numbers_stored(m, n, k):
    return k * (m + n + 1)


def largest_useful_k(m, n):
    return (m * n - 1) // (m + n + 1) or -1
