# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=2
# message: these are sums of singular values
def truncation_errors(s):
    s = s.astype(float)
    return np.array([s[k:].sum() for k in range(len(s) + 1)])
