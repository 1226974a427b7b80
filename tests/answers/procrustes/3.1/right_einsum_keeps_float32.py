# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=3
def center(X):
    X = np.asarray(X)
    X = X.astype(np.result_type(X.dtype, np.float32))
    c = np.einsum("ij->j", X) / len(X)
    return X - c[np.newaxis, :], c
