# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=2 check-1-4-inputs=2
# message: the errors are shifted by one
def truncation_errors(s):
    s = s.astype(float)
    return np.array([np.linalg.norm(s[max(k - 1, 0) :]) for k in range(len(s) + 1)])
