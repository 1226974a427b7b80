# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=2 check-3-3-input=0 check-3-3-shapes=3
# message: changed its argument B
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    B /= max(np.linalg.norm(B), 1e-300)
    A /= max(np.linalg.norm(A), 1e-300)
    U, _, Vt = np.linalg.svd(B.T @ A)
    U[:, -1] *= np.linalg.det(U @ Vt)
    return U @ Vt
