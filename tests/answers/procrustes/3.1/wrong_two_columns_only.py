# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=3
# message: does the code count on a fixed number of points or columns?
def center(X):
    X = np.asarray(X, dtype=float)
    c = np.array([X[:, 0].mean(), X[:, 1].mean()])
    return X[:, :2] - c, c
