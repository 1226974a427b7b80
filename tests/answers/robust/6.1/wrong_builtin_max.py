# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=0
# message: decide entry by entry
def soft_threshold(X, tau):
    return np.sign(X) * max(np.abs(X) - tau, 0)
