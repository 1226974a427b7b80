# verdict: check-1-5-stored=0 check-1-5-largest=0 check-1-5-equal=0
# message: the singular values themselves are not counted
def numbers_stored(m, n, k):
    return k * (m + n)


def largest_useful_k(m, n):
    return (m * n - 1) // (m + n)
