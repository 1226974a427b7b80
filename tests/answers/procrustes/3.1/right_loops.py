# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=3
def center(X):
    N, d = len(X), len(X[0])
    c = [sum(float(row[k]) for row in X) / N for k in range(d)]
    return [[float(row[k]) - c[k] for k in range(d)] for row in X], c
