# verdict: check-5-6-values=0 check-5-6-edges=0
# message: returned None
def storage_ratio(m, n, k):
    print(k * (m + n + 1) / (m * n))
