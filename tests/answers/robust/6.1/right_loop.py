# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=4
def soft_threshold(X, tau):
    Y = np.zeros(X.shape)
    for place in np.ndindex(*X.shape):
        x = float(X[place])
        if abs(x) > tau:
            Y[place] = x - tau if x > 0 else x + tau
    return Y
