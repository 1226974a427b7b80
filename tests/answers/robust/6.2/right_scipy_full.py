# verdict: check-6-2-spectrum=8 check-6-2-shapes=6 check-6-2-inputs=4
def singular_value_threshold(X, tau):
    import scipy.linalg

    U, s, Vt = scipy.linalg.svd(X)
    return U @ scipy.linalg.diagsvd(np.clip(s - tau, 0, None), *X.shape) @ Vt
