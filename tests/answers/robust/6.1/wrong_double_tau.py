# verdict: check-6-1-values=0 check-6-1-extremes=4 check-6-1-inputs=4
# message: shrank by 2 tau
def soft_threshold(X, tau):
    return np.sign(X) * np.maximum(np.abs(X) - 2 * tau, 0)
