# verdict: check-3-1-cloud=4 check-3-1-centroid=0 check-3-1-input=3
# message: that is the sum: divide by the number of points
def center(X):
    X = np.asarray(X, dtype=float)
    return X - X.mean(axis=0), X.sum(axis=0)
