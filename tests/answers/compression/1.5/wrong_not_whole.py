# verdict: check-1-5-stored=4 check-1-5-largest=0 check-1-5-equal=0
# message: largest_useful_k(10, 10) must be a whole number
def numbers_stored(m, n, k):
    return k * (m + n + 1)


def largest_useful_k(m, n):
    return m * n / (m + n + 1)
