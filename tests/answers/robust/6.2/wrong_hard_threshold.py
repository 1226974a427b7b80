# verdict: check-6-2-spectrum=0 check-6-2-shapes=6 check-6-2-inputs=4
# message: this is the hard threshold
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return (U * np.where(s > tau, s, 0)) @ Vt
