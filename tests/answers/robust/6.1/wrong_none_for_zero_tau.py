# verdict: check-6-1-values=6 check-6-1-extremes=0 check-6-1-inputs=4
# message: returned None
def soft_threshold(X, tau):
    if tau > 0:
        return np.sign(X) * np.maximum(np.abs(X) - tau, 0)
