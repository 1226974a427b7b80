# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=0
# message: the sum wrapped around: uint8 ends at 255
def center(X):
    X = np.asarray(X)
    total = np.zeros_like(X[0])
    for row in X:
        total += row
    c = total / len(X)
    return X - c, c
