# verdict: check-5-6-values=0 check-5-6-edges=0
# message: the fraction is upside down
def storage_ratio(m, n, k):
    return m * n / (k * (m + n + 1))
