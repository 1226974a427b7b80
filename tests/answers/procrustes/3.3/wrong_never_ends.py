# verdict: check-3-3-proper=6 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=2 check-3-3-shapes=3
# message: Is there a loop that never ends?
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, _, Vt = np.linalg.svd(B.T @ A)
    while np.linalg.det(B.T @ A) < -1e-6:
        Vt[-1] *= -1
    return U @ Vt
