# verdict: check-6-3-sum=0 check-6-3-recovery=0 check-6-3-shapes=0 check-6-3-lambda=0 check-6-3-tolerance=4 check-6-3-inputs=0
# message: Look at what happens between the rounds: Y gains
def robust_pca(M, lam=None, tolerance=1e-6, max_iterations=200):
    M, lam = np.asarray(M, dtype=float), lam or 1 / np.sqrt(max(np.shape(M)))
    S, Y, mu = np.zeros_like(M), np.zeros_like(M), 1.25 / (np.linalg.norm(M, 2) or 1.0)
    for _ in range(max_iterations):
        U, s, Vt = np.linalg.svd(M - S + Y / mu, full_matrices=False)
        L = (U * np.maximum(s - 1 / mu, 0)) @ Vt
        S = M - L - np.clip(M - L, -lam / mu, lam / mu)
        if np.linalg.norm(M - L - S) <= tolerance * np.linalg.norm(M):
            break
        Y, mu = Y + mu * (M - L - S), 1.5 * mu
    return L, S
