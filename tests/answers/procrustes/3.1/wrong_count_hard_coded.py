# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=0
# message: you divided the sum by 3
def center(X):
    X = np.asarray(X, dtype=float)
    c = X.sum(axis=0) / 3
    return X - c, c
