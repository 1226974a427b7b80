# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=0
# message: this is the hard threshold
def soft_threshold(X, tau):
    return np.where(np.abs(X) > tau, X, 0)
