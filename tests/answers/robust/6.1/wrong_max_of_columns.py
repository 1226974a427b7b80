# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=0
# message: np.max finds the largest entry of each column
def soft_threshold(X, tau):
    return np.sign(X) * np.max(np.abs(X) - tau, 0)
