# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=3 check-3-4-shapes=0
# message: should raise ValueError with a sentence; it returned a result
def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if len(B) != len(A):
        raise ValueError(f"B and A have {len(B)} and {len(A)} points.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a), full_matrices=False)
    R = U @ Vt
    if len(b) == len(a) and np.linalg.det(R) < 0:
        R = R - 2 * np.outer(U[:, -1], Vt[-1])
    return R, a - b @ R
