# verdict: check-3-3-proper=0 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=0 check-3-3-shapes=3
# message: that is the way back
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, s, Vt = np.linalg.svd(A.T @ B)
    U[:, -1] *= np.linalg.det(U @ Vt)
    return U @ Vt
