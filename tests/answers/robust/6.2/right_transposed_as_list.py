# verdict: check-6-2-spectrum=8 check-6-2-shapes=6 check-6-2-inputs=4
def singular_value_threshold(X, tau):
    V, s, Ut = np.linalg.svd(np.asarray(X, dtype=float).T, full_matrices=False)
    return ((V * np.where(s > tau, s - tau, 0)) @ Ut).T.tolist()
