# verdict: check-3-3-proper=6 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=2 check-3-3-shapes=3
# message: you turned the sign of the whole matrix
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, _, Vt = np.linalg.svd(B.T @ A)
    R = U @ Vt
    return -R if np.linalg.det(R) < 0 else R
