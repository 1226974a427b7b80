# verdict: check-5-6-values=4 check-5-6-edges=2
def storage_ratio(m, n, k):
    left, values, right = m * k, k, k * n
    return (left + values + right) / float(m * n)
