# verdict: check-1-5-stored=0 check-1-5-largest=0 check-1-5-equal=0
# message: numbers_stored(4, 3, 2) should be 16, but it is 2226
def numbers_stored(m, n, k):
    m, n = datasets.portrait(600).shape[:2]
    return k * (m + n + 1)


def largest_useful_k(m, n):
    m, n = datasets.portrait(600).shape[:2]
    return (m * n - 1) // (m + n + 1)
