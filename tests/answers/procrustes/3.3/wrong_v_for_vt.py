# verdict: check-3-3-proper=0 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=0 check-3-3-shapes=3
# message: did you use V where Vt is wanted
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, s, Vt = np.linalg.svd(B.T @ A)
    signs = np.ones(len(s))
    signs[-1] = np.linalg.det(U @ Vt)
    return (U * signs) @ Vt.T
