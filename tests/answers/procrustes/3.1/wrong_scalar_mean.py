# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=0
# message: each column needs its own
def center(X):
    X = np.asarray(X, dtype=float)
    c = X.mean()
    return X - c, c
