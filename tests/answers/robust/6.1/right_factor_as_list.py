# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=4
def soft_threshold(X, tau):
    size = np.abs(X)
    return (X * (1 - np.minimum(tau, size) / np.where(size == 0, 1, size))).tolist()
