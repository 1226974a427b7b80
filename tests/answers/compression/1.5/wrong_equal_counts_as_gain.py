# verdict: check-1-5-stored=4 check-1-5-largest=4 check-1-5-equal=0
# message: as many as the image: that saves nothing
def numbers_stored(m, n, k):
    return k * (m + n + 1)


def largest_useful_k(m, n):
    return m * n // (m + n + 1)
