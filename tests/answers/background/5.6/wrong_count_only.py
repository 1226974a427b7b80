# verdict: check-5-6-values=0 check-5-6-edges=2
# message: still has to be divided by m n
def storage_ratio(m, n, k):
    return k * (m + n + 1)
