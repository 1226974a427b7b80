# verdict: check-5-6-values=0 check-5-6-edges=0
# message: // throws the fraction away
def storage_ratio(m, n, k):
    return k * (m + n + 1) // (m * n)
