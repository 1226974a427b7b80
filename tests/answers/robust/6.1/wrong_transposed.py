# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=0
# message: Is it transposed?
def soft_threshold(X, tau):
    return (np.sign(X) * np.maximum(np.abs(X) - tau, 0)).T
