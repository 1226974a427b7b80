# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=0
# message: the results were cut to whole numbers
def center(X):
    X = np.asarray(X)
    c = X.mean(axis=0)
    centred = np.empty_like(X)
    centred[:] = X - c
    return centred, c
