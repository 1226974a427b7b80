# verdict: check-1-4-values=0 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=2
# message: these are squared errors
def truncation_errors(s):
    squares = s.astype(float) ** 2
    return np.append(np.cumsum(squares[::-1])[::-1], 0)
