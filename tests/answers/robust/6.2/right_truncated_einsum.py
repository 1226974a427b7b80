# verdict: check-6-2-spectrum=8 check-6-2-shapes=6 check-6-2-inputs=4
def singular_value_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    k = np.count_nonzero(s > tau)
    return np.einsum("ik,k,kj->ij", U[:, :k], s[:k] - tau, Vt[:k])
