# verdict: check-5-6-values=0 check-5-6-edges=2
# message: not a k × k matrix
def storage_ratio(m, n, k):
    return (k * (m + n) + k * k) / (m * n)
