# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=0
# message: your function changed its argument X
def soft_threshold(X, tau):
    Y = np.sign(X) * np.maximum(np.abs(X) - tau, 0)
    X[...] = Y
    return Y
