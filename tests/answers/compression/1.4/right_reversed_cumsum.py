# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=2
def truncation_errors(s):
    squares = np.asarray(s, dtype=float) ** 2
    return np.sqrt(np.append(np.cumsum(squares[::-1])[::-1], 0))
