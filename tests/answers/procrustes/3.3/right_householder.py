# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=2 check-3-3-input=2 check-3-3-shapes=3
from scipy.linalg import orthogonal_procrustes


def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    Q, _ = orthogonal_procrustes(B, A)
    if np.linalg.det(Q) < 0:
        v = np.linalg.svd(B.T @ A)[2][-1]
        Q = Q @ (np.eye(len(v)) - 2 * np.outer(v, v))
    return Q.tolist()
