# verdict: check-6-1-values=0 check-6-1-extremes=4 check-6-1-inputs=4
# message: this is the hard threshold
def soft_threshold(X, tau):
    return np.where(np.abs(X) > tau, X, 0)
