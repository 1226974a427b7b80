# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=0 check-3-4-shapes=2
# message: may be lists of rows
def rigid_transform(B, A):
    if B.shape != A.shape:
        raise ValueError("B and A differ in shape")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    return R, a - b @ R
