# verdict: check-5-6-values=0 check-5-6-edges=2
# message: these are the full U and Vt
def storage_ratio(m, n, k):
    return (m * m + k + n * n) / (m * n) if k else 0.0
