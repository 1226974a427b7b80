# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=2 check-3-6-shapes=2
import scipy.linalg


def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    H = np.eye(len(B)) - 1 / len(B)
    B, A = H @ B, H @ A
    R, _ = scipy.linalg.orthogonal_procrustes(B, A)
    if np.linalg.det(R) < 0:
        U, _, Vt = scipy.linalg.svd(B.T @ A)
        Vt[-1] *= np.sign(np.linalg.det(U @ Vt))
        R = U @ Vt
    return float(np.linalg.norm(B @ R - A) / len(B) ** 0.5)
