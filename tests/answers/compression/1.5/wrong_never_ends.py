# verdict: check-1-5-stored=0 check-1-5-largest=4 check-1-5-equal=2
# message: your code had not finished
def numbers_stored(m, n, k):
    count = 0
    while k > 0:
        count += m + n + 1
    return count


def largest_useful_k(m, n):
    return (m * n - 1) // (m + n + 1)
