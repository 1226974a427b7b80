# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=2 check-1-4-inputs=2
# message: the errors come in rising order
def truncation_errors(s):
    squares = np.asarray(s, dtype=float)[::-1] ** 2
    return np.sqrt(np.append(0, np.cumsum(squares)))
