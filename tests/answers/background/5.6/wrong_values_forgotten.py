# verdict: check-5-6-values=0 check-5-6-edges=2
# message: one number per component
def storage_ratio(m, n, k):
    return k * (m + n) / (m * n)
