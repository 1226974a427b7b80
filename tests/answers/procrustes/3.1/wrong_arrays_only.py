# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=0
# message: X may be a list of rows
def center(X):
    c = X.mean(axis=0)
    return X - c, c
