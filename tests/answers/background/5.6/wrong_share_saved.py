# verdict: check-5-6-values=0 check-5-6-edges=0
# message: this is the share saved
def storage_ratio(m, n, k):
    return 1 - k * (m + n + 1) / (m * n)
