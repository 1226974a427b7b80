# verdict: check-1-5-stored=0 check-1-5-largest=0 check-1-5-equal=0
# message: numbers_stored(4, 3, 2) returned None
def numbers_stored(m, n, k):
    print(k * (m + n + 1))


def largest_useful_k(m, n):
    print((m * n - 1) // (m + n + 1))
