# verdict: check-6-2-spectrum=8 check-6-2-shapes=0 check-6-2-inputs=4
# message: the factors of a tall 3 × 2 matrix
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X)
    Sigma = np.zeros(X.shape)
    for i in range(X.shape[0]):
        Sigma[i, i] = max(s[i] - tau, 0)
    return U @ Sigma @ Vt
