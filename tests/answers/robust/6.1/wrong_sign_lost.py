# verdict: check-6-1-values=0 check-6-1-extremes=4 check-6-1-inputs=4
# message: the sign is lost
def soft_threshold(X, tau):
    return np.maximum(np.abs(X) - tau, 0)
