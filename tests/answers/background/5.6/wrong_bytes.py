# verdict: check-5-6-values=0 check-5-6-edges=2
# message: these are bytes over numbers
def storage_ratio(m, n, k):
    return 8 * k * (m + n + 1) / (m * n)
