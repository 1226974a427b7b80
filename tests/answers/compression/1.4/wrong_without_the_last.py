# verdict: check-1-4-values=5 check-1-4-ends=0 check-1-4-digits=2 check-1-4-inputs=2
# message: k runs from 0 to len(s), both included
def truncation_errors(s):
    s = s.astype(float)
    return np.array([np.linalg.norm(s[k:]) for k in range(len(s))])
