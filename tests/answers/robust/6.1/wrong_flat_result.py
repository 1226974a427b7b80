# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=0
# message: must have shape (2, 3), but it has shape (6,)
def soft_threshold(X, tau):
    return np.array([np.sign(x) * max(abs(x) - tau, 0) for x in X.flat])
