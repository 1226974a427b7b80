# verdict: check-6-3-sum=0 check-6-3-recovery=0 check-6-3-shapes=0 check-6-3-lambda=0 check-6-3-tolerance=0 check-6-3-inputs=0
# message: does the function use its argument M?
picture = np.outer(np.ones(12), np.arange(12.0))


def robust_pca(data, lam=None, tolerance=1e-6, max_iterations=200):
    M = picture
    lam = 1 / np.sqrt(max(M.shape)) if lam is None else lam
    S, Y, mu = np.zeros_like(M), np.zeros_like(M), 1.25 / np.linalg.norm(M, 2)
    for _ in range(max_iterations):
        U, s, Vt = np.linalg.svd(M - S + Y / mu, full_matrices=False)
        L = (U * np.maximum(s - 1 / mu, 0)) @ Vt
        rest = M - L + Y / mu
        S = np.sign(rest) * np.maximum(np.abs(rest) - lam / mu, 0)
        if np.linalg.norm(M - L - S) <= tolerance * np.linalg.norm(M):
            break
        Y, mu = Y + mu * (M - L - S), 1.5 * mu
    return L, S
