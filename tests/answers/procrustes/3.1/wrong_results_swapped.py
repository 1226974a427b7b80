# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=0
# message: first the centred cloud, then its centroid
def center(X):
    X = np.asarray(X, dtype=float)
    c = X.mean(axis=0)
    return c, X - c
