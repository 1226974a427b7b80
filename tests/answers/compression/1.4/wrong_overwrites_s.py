# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=0
# message: your function changed its argument s
def truncation_errors(s):
    result = np.sqrt(np.append(np.cumsum(np.asarray(s, dtype=float)[::-1] ** 2)[::-1], 0))
    s[:] = 0
    return result
