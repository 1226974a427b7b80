# verdict: check-6-2-spectrum=8 check-6-2-shapes=6 check-6-2-inputs=4
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return X - (U * np.minimum(s, tau)) @ Vt
