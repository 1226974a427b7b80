# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=2
def truncation_errors(s):
    r = len(s)
    return np.sqrt(np.triu(np.ones((r + 1, r))) @ np.asarray(s, dtype=float) ** 2)
