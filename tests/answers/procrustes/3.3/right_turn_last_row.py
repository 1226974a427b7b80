# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=2 check-3-3-input=2 check-3-3-shapes=3
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, _, Vt = np.linalg.svd(B.T @ A)
    if np.linalg.det(U) * np.linalg.det(Vt) < 0:
        Vt[-1] *= -1
    return U @ Vt
