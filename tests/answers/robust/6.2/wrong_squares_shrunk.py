# verdict: check-6-2-spectrum=0 check-6-2-shapes=0 check-6-2-inputs=4
# message: still need a square root
def singular_value_threshold(X, tau):
    squares, V = np.linalg.eigh(X.T @ X)
    s = np.sqrt(np.maximum(squares, 0))
    U = X @ V / np.where(s > 1e-9, s, 1)
    return (U * np.maximum(squares - tau, 0)) @ V.T
