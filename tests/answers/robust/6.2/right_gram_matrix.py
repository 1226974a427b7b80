# verdict: check-6-2-spectrum=8 check-6-2-shapes=6 check-6-2-inputs=4
def singular_value_threshold(X, tau):
    X = np.asarray(X, dtype=float)
    if X.shape[0] < X.shape[1]:
        return singular_value_threshold(X.T, tau).T
    values, V = np.linalg.eigh(X.T @ X)
    s = np.sqrt(np.maximum(values, 0))
    share = np.where(s > tau, 1 - tau / np.where(s > 0, s, 1), 0)
    return X @ (V * share) @ V.T
