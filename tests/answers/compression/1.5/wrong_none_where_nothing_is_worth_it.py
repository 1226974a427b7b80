# verdict: check-1-5-stored=4 check-1-5-largest=4 check-1-5-equal=0
# message: largest_useful_k(1, 1) returned None
def numbers_stored(m, n, k):
    return k * (m + n + 1)


def largest_useful_k(m, n):
    for k in range(min(m, n), 0, -1):
        if k * (m + n + 1) < m * n:
            return k
