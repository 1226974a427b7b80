# verdict: check-3-1-cloud=4 check-3-1-centroid=0 check-3-1-input=3
# message: that is the centroid of the cloud after centring
def center(X):
    X = np.asarray(X, dtype=float)
    X = X - X.mean(axis=0)
    return X, X.mean(axis=0)
