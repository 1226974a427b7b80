# verdict: check-5-5-exact=0 check-5-5-power=0 check-5-5-stable=0 check-5-5-sketch=0
# message: returned None
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(A @ rng.standard_normal((A.shape[1], k + oversample)))
    for _ in range(iterations):
        Z, _ = np.linalg.qr(A.T @ Q)
        Q, _ = np.linalg.qr(A @ Z)
    U, s, Vt = np.linalg.svd(Q.T @ A, full_matrices=False)
    print(Q @ U[:, :k], s[:k], Vt[:k])
