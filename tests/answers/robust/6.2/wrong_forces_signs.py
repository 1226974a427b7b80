# verdict: check-6-2-spectrum=0 check-6-2-shapes=0 check-6-2-inputs=4
# message: a sign is wrong
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    U = U * np.sign(U[0])
    Vt = Vt * np.sign(Vt[:, :1])
    return (U * np.maximum(s - tau, 0)) @ Vt
