# verdict: check-1-5-stored=4 check-1-5-largest=4 check-1-5-equal=2
def numbers_stored(m, n, k):
    return m * k + k * n + k


def largest_useful_k(m, n):
    low, high = 0, min(m, n)
    while low < high:
        middle = (low + high + 1) // 2
        if numbers_stored(m, n, middle) < m * n:
            low = middle
        else:
            high = middle - 1
    return low
