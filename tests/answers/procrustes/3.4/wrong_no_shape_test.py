# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=3 check-3-4-shapes=0
# message: should raise ValueError with a sentence; it returned a result
def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a), full_matrices=False)
    if len(b) == len(a):
        U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    return R, a - b @ R
