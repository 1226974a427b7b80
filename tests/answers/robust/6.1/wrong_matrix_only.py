# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=4
# message: not enough values to unpack
def soft_threshold(X, tau):
    m, n = X.shape
    return np.array(
        [[np.sign(X[i, j]) * max(abs(X[i, j]) - tau, 0) for j in range(n)] for i in range(m)]
    )
