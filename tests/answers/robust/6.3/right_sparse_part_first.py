# verdict: check-6-3-sum=6 check-6-3-recovery=10 check-6-3-shapes=5 check-6-3-lambda=8 check-6-3-tolerance=4 check-6-3-inputs=3
def robust_pca(M, lam=None, tolerance=1e-6, max_iterations=200):
    M = np.array(M, dtype=float)
    if not M.any():
        return [np.zeros(M.shape), np.zeros(M.shape)]
    if lam is None:
        lam = max(M.shape) ** -0.5
    reach = np.linalg.svd(M, compute_uv=False)[0] / 1.25
    L, W = np.zeros(M.shape), np.zeros(M.shape)
    rounds = 0
    while rounds < max_iterations:
        T = M - L + W
        S = T - np.clip(T, -lam * reach, lam * reach)
        U, s, Vt = np.linalg.svd(M - S + W, full_matrices=False)
        k = np.count_nonzero(s > reach)
        L = np.einsum("ik,k,kj->ij", U[:, :k], s[:k] - reach, Vt[:k])
        W = W + M - L - S
        if np.linalg.norm(M - L - S) < tolerance * np.linalg.norm(M):
            break
        W, reach, rounds = W / 1.4, reach / 1.4, rounds + 1
    return [L, S]
