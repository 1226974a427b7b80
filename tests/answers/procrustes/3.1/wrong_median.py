# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=0
# message: you took the median
def center(X):
    X = np.asarray(X, dtype=float)
    c = np.median(X, axis=0)
    return X - c, c
