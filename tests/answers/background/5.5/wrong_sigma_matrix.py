# verdict: check-5-5-exact=0 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=4
# message: return the 2 numbers, not a matrix
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(A @ rng.standard_normal((A.shape[1], k + oversample)))
    for _ in range(iterations):
        Z, _ = np.linalg.qr(A.T @ Q)
        Q, _ = np.linalg.qr(A @ Z)
    U, s, Vt = np.linalg.svd(Q.T @ A, full_matrices=False)
    return Q @ U[:, :k], np.diag(s[:k]), Vt[:k]
