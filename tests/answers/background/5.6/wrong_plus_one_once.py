# verdict: check-5-6-values=0 check-5-6-edges=0
# message: There is one per component
def storage_ratio(m, n, k):
    return (k * (m + n) + 1) / (m * n)
