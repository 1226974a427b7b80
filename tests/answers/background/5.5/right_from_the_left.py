# verdict: check-5-5-exact=5 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=4
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    rng = np.random.RandomState(seed)
    P = np.linalg.qr(A.T @ rng.normal(size=(A.shape[0], k + oversample)))[0]
    for _ in range(iterations):
        P = np.linalg.qr(A.T @ np.linalg.qr(A @ P)[0])[0]
    U, s, Wt = np.linalg.svd(A @ P, full_matrices=False)
    return U[:, :k], s[:k], (Wt @ P.T)[:k]
