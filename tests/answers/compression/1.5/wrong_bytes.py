# verdict: check-1-5-stored=0 check-1-5-largest=4 check-1-5-equal=2
# message: these are bytes, at 8 a number
def numbers_stored(m, n, k):
    return 8 * k * (m + n + 1)


def largest_useful_k(m, n):
    return (m * n - 1) // (m + n + 1)
