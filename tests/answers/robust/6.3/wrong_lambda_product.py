# verdict: check-6-3-sum=6 check-6-3-recovery=10 check-6-3-shapes=5 check-6-3-lambda=0 check-6-3-tolerance=4 check-6-3-inputs=3
# message: the default of lam is 1 / sqrt(m n)
def robust_pca(M, lam=None, tolerance=1e-6, max_iterations=200):
    M = np.asarray(M, dtype=float)
    lam = 1 / np.sqrt(M.size) if lam is None else lam
    size, largest = np.linalg.norm(M), np.linalg.norm(M, 2)
    if size == 0:
        return np.zeros_like(M), np.zeros_like(M)
    mu = 1.25 / largest
    Y, S = np.zeros_like(M), np.zeros_like(M)
    for _ in range(max_iterations):
        U, s, Vt = np.linalg.svd(M - S + Y / mu, full_matrices=False)
        L = (U * np.maximum(s - 1 / mu, 0)) @ Vt
        rest = M - L + Y / mu
        S = np.sign(rest) * np.maximum(np.abs(rest) - lam / mu, 0)
        residual = M - L - S
        if np.linalg.norm(residual) <= tolerance * size:
            break
        Y = Y + mu * residual
        mu = 1.5 * mu
    return L, S
