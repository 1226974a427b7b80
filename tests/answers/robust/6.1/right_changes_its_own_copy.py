# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=4
def soft_threshold(X, tau):
    Y = np.array(X, dtype=float)
    signs = np.sign(Y)
    Y *= signs
    Y -= tau
    Y[Y < 0] = 0
    Y *= signs
    return Y
