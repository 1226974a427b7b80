# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=0
# message: the shape of the cloud after centring
def center(X):
    X = np.asarray(X, dtype=int)
    c = X.mean(axis=0)
    return X - c, c
