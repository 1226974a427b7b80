# verdict: check-6-1-values=0 check-6-1-extremes=4 check-6-1-inputs=4
# message: shrank by tau / 2
def soft_threshold(X, tau):
    return np.sign(X) * np.maximum(np.abs(X) - tau / 2, 0)
