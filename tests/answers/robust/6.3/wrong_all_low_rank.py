# verdict: check-6-3-sum=0 check-6-3-recovery=0 check-6-3-shapes=0 check-6-3-lambda=0 check-6-3-tolerance=0 check-6-3-inputs=0
# message: everything went into L and nothing into S
def robust_pca(M, lam=None, tolerance=1e-6, max_iterations=200):
    return np.array(M, dtype=float), np.zeros(np.shape(M))
