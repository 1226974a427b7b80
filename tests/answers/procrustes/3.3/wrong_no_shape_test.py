# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=2 check-3-3-input=2 check-3-3-shapes=0
# message: should raise ValueError with a sentence; it returned a result
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    U, _, Vt = np.linalg.svd(B.T @ A)
    if B.shape[1] == A.shape[1] and np.linalg.det(U @ Vt) < 0:
        Vt[-1] *= -1
    return U @ Vt[: B.shape[1]]
