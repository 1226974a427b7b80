# verdict: check-6-2-spectrum=8 check-6-2-shapes=6 check-6-2-inputs=0
# message: the result was rounded to whole numbers
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    Y = np.zeros_like(X)
    Y[...] = (U * np.maximum(s - tau, 0)) @ Vt
    return Y
