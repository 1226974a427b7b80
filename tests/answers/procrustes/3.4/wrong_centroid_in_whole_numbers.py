# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=0 check-3-4-shapes=2
# message: cut what stands behind the point
def rigid_transform(B, A):
    B, A = np.asarray(B), np.asarray(A)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0).astype(B.dtype), A.mean(axis=0).astype(A.dtype)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    return R, a - b @ R
