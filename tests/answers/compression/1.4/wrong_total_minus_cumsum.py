# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=0 check-1-4-inputs=2
# message: Total minus cumulative sum loses it
def truncation_errors(s):
    squares = s.astype(float) ** 2
    left = squares.sum() - np.append(0, np.cumsum(squares))
    return np.sqrt(np.maximum(left, 0))
