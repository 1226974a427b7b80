# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=4
# message: the entries were cut off at tau
def soft_threshold(X, tau):
    return np.clip(X, -tau, tau)
