# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=0
# message: changed its argument X
def center(X):
    X = np.asarray(X, dtype=float)
    c = X.mean(axis=0)
    X -= c
    return X, c
