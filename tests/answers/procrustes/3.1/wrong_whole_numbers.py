# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=3
# message: the numbers were cut to whole numbers
def center(X):
    X = np.asarray(X, dtype=int)
    c = X.mean(axis=0)
    return X - c, c
