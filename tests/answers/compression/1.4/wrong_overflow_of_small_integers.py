# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=0
# message: 200² does not fit in a byte
def truncation_errors(s):
    return np.array([np.sqrt((s[k:] ** 2).sum(dtype=float)) for k in range(len(s) + 1)])
