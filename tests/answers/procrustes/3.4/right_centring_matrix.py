# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=3 check-3-4-shapes=2
import scipy.linalg


def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    N, d = B.shape
    H = np.eye(N) - np.ones((N, N)) / N
    Q, _ = scipy.linalg.orthogonal_procrustes(H @ B, H @ A)
    if np.linalg.det(Q) < 0:
        v = scipy.linalg.svd(B.T @ H @ A)[2][-1]
        Q = Q @ (np.eye(d) - 2 * np.outer(v, v))
    return Q, np.average(A - B @ Q, axis=0)
