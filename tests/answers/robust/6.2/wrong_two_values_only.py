# verdict: check-6-2-spectrum=0 check-6-2-shapes=0 check-6-2-inputs=4
# message: and only two were kept
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return (U[:, :2] * np.maximum(s[:2] - tau, 0)) @ Vt[:2]
