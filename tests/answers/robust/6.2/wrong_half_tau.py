# verdict: check-6-2-spectrum=0 check-6-2-shapes=6 check-6-2-inputs=4
# message: shrank by tau / 2
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return (U * np.maximum(s - tau / 2, 0)) @ Vt
