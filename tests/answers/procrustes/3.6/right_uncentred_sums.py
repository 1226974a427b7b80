# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=2 check-3-6-shapes=2
import scipy.linalg


def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    N = len(B)
    U, s, Vt = scipy.linalg.svd(B.T @ A - np.outer(B.sum(axis=0), A.sum(axis=0)) / N)
    last = np.eye(len(s))
    last[-1, -1] = np.sign(np.linalg.det(U) * np.linalg.det(Vt))
    moved = B @ U @ last @ Vt
    moved += np.mean(A - moved, axis=0)
    return float(np.hypot.reduce((moved - A).ravel()) / np.sqrt(N))
