# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=2
# message: this is what the kept values hold
def truncation_errors(s):
    return np.sqrt(np.cumsum(np.append(0, s.astype(float) ** 2)))
