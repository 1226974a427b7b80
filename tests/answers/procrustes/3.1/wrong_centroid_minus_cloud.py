# verdict: check-3-1-cloud=0 check-3-1-centroid=3 check-3-1-input=3
# message: it is the other way round, X - c
def center(X):
    X = np.asarray(X, dtype=float)
    c = X.mean(axis=0)
    return c - X, c
