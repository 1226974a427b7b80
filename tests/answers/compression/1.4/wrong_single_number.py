# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=0
# message: should be a vector with one error for each k
def truncation_errors(s):
    return np.linalg.norm(s[1:].astype(float))
