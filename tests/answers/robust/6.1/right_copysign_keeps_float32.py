# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=4
def soft_threshold(X, tau):
    Y = np.copysign(np.maximum(np.abs(X) - tau, 0), X)
    return Y.astype(X.dtype) if X.dtype == np.float32 else Y
