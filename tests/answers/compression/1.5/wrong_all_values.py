# verdict: check-1-5-stored=4 check-1-5-largest=0 check-1-5-equal=0
# message: this is the number of singular values
def numbers_stored(m, n, k):
    return k * (m + n + 1)


def largest_useful_k(m, n):
    return min(m, n)
