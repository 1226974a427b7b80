# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=2
# message: these are the singular values
def truncation_errors(s):
    return np.append(s.astype(float), 0)
