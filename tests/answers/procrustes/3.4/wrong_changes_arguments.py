# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=0 check-3-4-shapes=2
# message: changed its argument B
def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    B -= b
    A -= a
    U, s, Vt = np.linalg.svd(B.T @ A)
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    return R, a - b @ R
