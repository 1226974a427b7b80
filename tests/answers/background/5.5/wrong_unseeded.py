# verdict: check-5-5-exact=5 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=0
# message: a second call with the same seed gives another result
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    rng = np.random.default_rng()
    Q, _ = np.linalg.qr(A @ rng.standard_normal((A.shape[1], k + oversample)))
    for _ in range(iterations):
        Z, _ = np.linalg.qr(A.T @ Q)
        Q, _ = np.linalg.qr(A @ Z)
    U, s, Vt = np.linalg.svd(Q.T @ A, full_matrices=False)
    return Q @ U[:, :k], s[:k], Vt[:k]
