# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=4
# message: the entries grew by tau
def soft_threshold(X, tau):
    return np.sign(X) * np.maximum(np.abs(X) + tau, 0)
