# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=4
def soft_threshold(X, tau):
    Y = np.zeros(np.shape(X))
    Y[X > tau] = X[X > tau] - tau
    Y[X < -tau] = X[X < -tau] + tau
    return Y
