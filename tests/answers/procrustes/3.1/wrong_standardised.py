# verdict: check-3-1-cloud=0 check-3-1-centroid=3 check-3-1-input=3
# message: you divided by the standard deviation
def center(X):
    X = np.asarray(X, dtype=float)
    c = X.mean(axis=0)
    return (X - c) / X.std(axis=0), c
