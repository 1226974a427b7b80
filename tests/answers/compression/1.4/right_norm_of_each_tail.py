# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=2
def truncation_errors(s):
    s = s.astype(float)
    return np.array([np.linalg.norm(s[k:]) for k in range(len(s) + 1)])
