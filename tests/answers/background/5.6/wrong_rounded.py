# verdict: check-5-6-values=0 check-5-6-edges=2
# message: the share is rounded
def storage_ratio(m, n, k):
    return round(k * (m + n + 1) / (m * n), 2)
