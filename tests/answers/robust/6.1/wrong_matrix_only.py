# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=0
# message: X may have any shape, but an X of shape (4,) stopped the code
def soft_threshold(X, tau):
    m, n = X.shape
    return np.array(
        [[np.sign(X[i, j]) * max(abs(X[i, j]) - tau, 0) for j in range(n)] for i in range(m)]
    )
