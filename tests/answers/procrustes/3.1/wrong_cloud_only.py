# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=0
# message: must return 2 results
def center(X):
    X = np.asarray(X, dtype=float)
    return X - X.mean(axis=0)
