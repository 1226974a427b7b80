# verdict: check-3-1-cloud=0 check-3-1-centroid=3 check-3-1-input=3
# message: the first point went to the origin
def center(X):
    X = np.asarray(X, dtype=float)
    return X - X[0], X.mean(axis=0)
