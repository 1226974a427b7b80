# verdict: check-5-6-values=0 check-5-6-edges=2
# message: this is per cent
def storage_ratio(m, n, k):
    return 100 * k * (m + n + 1) / (m * n)
