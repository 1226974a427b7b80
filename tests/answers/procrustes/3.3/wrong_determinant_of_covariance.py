# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=0 check-3-3-input=2 check-3-3-shapes=3
# message: Is your sign that of det(B.T @ A)?
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    M = B.T @ A
    U, s, Vt = np.linalg.svd(M)
    signs = np.ones(len(s))
    signs[-1] = np.sign(np.linalg.det(M))
    return (U * signs) @ Vt
