# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=3 check-3-4-shapes=2
import scipy.linalg


def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)

    U, s, Vt = scipy.linalg.svd(B.T @ A - len(B) * np.outer(b, a))
    R = U @ np.diag([1.0] * (len(s) - 1) + [np.linalg.det(U @ Vt)]) @ Vt
    return R, np.mean(A - B @ R, axis=0)
