# verdict: check-6-2-spectrum=8 check-6-2-shapes=6 check-6-2-inputs=4
def singular_value_threshold(X, tau):
    kind = np.float32 if X.dtype == np.float32 else np.float64
    U, s, Vt = np.linalg.svd(X.astype(kind), full_matrices=False)
    s = np.maximum(s - kind(tau), 0)
    return U @ np.diag(s) @ Vt
