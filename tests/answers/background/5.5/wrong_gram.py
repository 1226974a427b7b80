# verdict: check-5-5-exact=5 check-5-5-power=4 check-5-5-stable=0 check-5-5-sketch=0
# message: as with a Gram matrix: take the SVD
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    A = np.asarray(A, float)
    values, V = np.linalg.eigh(A.T @ A)
    s, V = np.sqrt(np.abs(values[::-1][:k])), V[:, ::-1][:, :k]
    return A @ V / s, s, V.T
