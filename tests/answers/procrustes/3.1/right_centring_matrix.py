# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=3
def center(X):
    X = np.array(X, dtype=float)
    N = X.shape[0]
    H = np.eye(N) - np.ones((N, N)) / N
    return H @ X, np.ones(N) @ X / N
