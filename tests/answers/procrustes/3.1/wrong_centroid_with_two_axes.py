# verdict: check-3-1-cloud=4 check-3-1-centroid=0 check-3-1-input=3
# message: but it has two axes
def center(X):
    X = np.asarray(X, dtype=float)
    c = X.mean(axis=0, keepdims=True)
    return X - c, c
