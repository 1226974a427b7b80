# verdict: check-6-3-sum=0 check-6-3-recovery=0 check-6-3-shapes=0 check-6-3-lambda=0 check-6-3-tolerance=0 check-6-3-inputs=0
# message: Do they depend on the arguments only
def robust_pca(M, lam=None, tolerance=1e-6, max_iterations=200):
    M = np.array(M, dtype=float)
    L = np.repeat(np.median(M, axis=1)[:, np.newaxis], M.shape[1], axis=1)
    return L, M - L
