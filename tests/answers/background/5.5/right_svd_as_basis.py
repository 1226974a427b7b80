# verdict: check-5-5-exact=5 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=4
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    X = np.random.default_rng(seed).standard_normal((A.shape[1], k + oversample))
    X = np.linalg.svd(A @ X, full_matrices=False)[0]
    for _ in range(iterations):
        X = np.linalg.svd(A.T @ X, full_matrices=False)[0]
        X = np.linalg.svd(A @ X, full_matrices=False)[0]
    small = X.T @ A
    V, s, Ut = np.linalg.svd(small.T, full_matrices=False)
    return X @ Ut[:k].T, s[:k], V[:, :k].T
