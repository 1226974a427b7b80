# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=4
def soft_threshold(X, tau):
    return np.maximum(X - tau, 0) + np.minimum(X + tau, 0)
