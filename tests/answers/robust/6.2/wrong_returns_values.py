# verdict: check-6-2-spectrum=0 check-6-2-shapes=0 check-6-2-inputs=0
# message: must have shape (3, 3), but it has shape (3,)
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return np.maximum(s - tau, 0)
