# verdict: check-5-6-values=0 check-5-6-edges=2
# message: the singular values are missing
def storage_ratio(m, n, k):
    return k * (m + n) / (m * n)
