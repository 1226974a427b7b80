# verdict: check-6-3-sum=6 check-6-3-recovery=0 check-6-3-shapes=0 check-6-3-lambda=0 check-6-3-tolerance=0 check-6-3-inputs=0
# message: L is the plain best rank-1 approximation of M
def robust_pca(M, lam=None, tolerance=1e-6, max_iterations=200):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    L = s[0] * np.outer(U[:, 0], Vt[0])
    return L, M - L
