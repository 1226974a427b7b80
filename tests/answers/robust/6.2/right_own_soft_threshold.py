# verdict: check-6-2-spectrum=8 check-6-2-shapes=6 check-6-2-inputs=4
def shrink(x, tau):
    return np.sign(x) * np.maximum(np.abs(x) - tau, 0)


def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X)
    Sigma = np.zeros(X.shape)
    np.fill_diagonal(Sigma, s)
    return U @ shrink(Sigma, tau) @ Vt
