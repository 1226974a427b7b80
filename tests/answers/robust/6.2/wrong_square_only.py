# verdict: check-6-2-spectrum=8 check-6-2-shapes=0 check-6-2-inputs=4
# message: use the thin SVD
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X)
    return U @ np.diag(np.maximum(s - tau, 0)) @ Vt
