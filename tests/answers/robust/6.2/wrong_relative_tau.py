# verdict: check-6-2-spectrum=0 check-6-2-shapes=6 check-6-2-inputs=0
# message: tau in the units of X
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return (U * np.maximum(s - tau * s[0], 0)) @ Vt
