# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=4
def soft_threshold(X, tau):
    X = np.array(X, dtype=float)
    return np.select([X > tau, X < -tau], [X - tau, X + tau], 0.0)
