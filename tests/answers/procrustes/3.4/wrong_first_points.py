# verdict: check-3-4-rotation=5 check-3-4-shift=0 check-3-4-mirror=2 check-3-4-input=3 check-3-4-shapes=2
# message: it must bring centroid to centroid
def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    return R, A[0] - B[0] @ R
