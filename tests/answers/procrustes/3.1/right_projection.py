# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=3
def center(X):
    X = np.asarray(X, dtype=np.float64)
    one = np.ones((len(X), 1)) / np.sqrt(len(X))
    along = one @ (one.T @ X)
    return X - along, along[0]
