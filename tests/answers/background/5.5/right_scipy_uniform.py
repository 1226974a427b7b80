# verdict: check-5-5-exact=5 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=4
import scipy.linalg


def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    A = np.asarray(A, dtype=float)
    Omega = np.random.default_rng(seed).uniform(-1, 1, (A.shape[1], min(k + oversample, *A.shape)))

    def basis(X):
        return scipy.linalg.qr(X, mode="economic")[0]

    Q = basis(A @ Omega)
    for _ in range(iterations):
        Q = basis(A @ basis(A.T @ Q))
    U, s, Vt = scipy.linalg.svd(Q.T @ A, full_matrices=False)
    return (Q @ U)[:, :k], s[:k], Vt[:k, :]
