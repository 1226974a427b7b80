# verdict: check-5-6-values=4 check-5-6-edges=0
# message: the ratio may exceed 1. Is it capped
def storage_ratio(m, n, k):
    return min(1.0, k * (m + n + 1) / (m * n))
