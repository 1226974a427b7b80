# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=2 check-3-3-input=2 check-3-3-shapes=3
import scipy.linalg


def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, s, Vt = scipy.linalg.svd(B.T @ A)
    D = np.diag([1.0] * (len(s) - 1) + [np.sign(np.linalg.det(U @ Vt))])
    return U @ D @ Vt
