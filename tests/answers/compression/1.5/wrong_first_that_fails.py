# verdict: check-1-5-stored=4 check-1-5-largest=0 check-1-5-equal=0
# message: this k stores more than the image
def numbers_stored(m, n, k):
    return k * (m + n + 1)


def largest_useful_k(m, n):
    k = 0
    while numbers_stored(m, n, k) < m * n:
        k += 1
    return k
