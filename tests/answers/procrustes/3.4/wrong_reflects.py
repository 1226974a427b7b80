# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=0 check-3-4-input=3 check-3-4-shapes=2
# message: for a mirrored cloud has determinant -1
def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    R = U @ Vt
    return R, a - b @ R
