# verdict: check-5-5-exact=5 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=4
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    A = np.asarray(A, dtype=float)
    rng = np.random.default_rng(seed)
    blocks = [np.linalg.qr(A @ rng.standard_normal((A.shape[1], k + oversample)))[0]]
    for _ in range(iterations):
        blocks.append(np.linalg.qr(A @ np.linalg.qr(A.T @ blocks[-1])[0])[0])
    Q = np.linalg.qr(np.hstack(blocks))[0]
    U, s, Vt = np.linalg.svd(Q.T @ A, full_matrices=False)
    return Q @ U[:, :k], s[:k], Vt[:k]
