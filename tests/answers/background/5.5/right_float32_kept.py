# verdict: check-5-5-exact=5 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=4
import scipy.linalg


def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    A = np.asarray(A)
    kind = np.float32 if A.dtype == np.float32 else np.float64
    A = A.astype(kind)
    X = np.random.default_rng(seed).standard_normal((A.shape[1], k + oversample)).astype(kind)
    Q = scipy.linalg.qr(A @ X, mode="economic")[0]
    for _ in range(iterations):
        Q = scipy.linalg.qr(A.T @ Q, mode="economic")[0]
        Q = scipy.linalg.qr(A @ Q, mode="economic")[0]
    U, s, Vt = scipy.linalg.svd(Q.T @ A, full_matrices=False)
    return [Q @ U[:, :k], s[:k], Vt[:k]]
