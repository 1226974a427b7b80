# verdict: check-3-1-cloud=0 check-3-1-centroid=3 check-3-1-input=3
# message: you added the centroid: subtract it
def center(X):
    X = np.asarray(X, dtype=float)
    c = X.mean(axis=0)
    return X + c, c
