# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=0
# message: rounded to whole numbers
def soft_threshold(X, tau):
    Y = X.copy()
    Y[...] = np.sign(X) * np.maximum(np.abs(X) - tau, 0)
    return Y
