# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=3
def center(X):
    c = np.average(X, axis=0)
    return np.subtract(X, c), c
