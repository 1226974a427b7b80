# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=0
# message: negative entries became zero
def soft_threshold(X, tau):
    return np.maximum(X - tau, 0)
