# verdict: check-6-2-spectrum=0 check-6-2-shapes=0 check-6-2-inputs=4
# message: should scale its columns
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return (np.maximum(s - tau, 0)[:, None] * U) @ Vt
