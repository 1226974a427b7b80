# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=2
# message: the error is divided by the norm
def truncation_errors(s):
    s = s.astype(float)
    return np.array([np.linalg.norm(s[k:]) for k in range(len(s) + 1)]) / np.linalg.norm(s)
