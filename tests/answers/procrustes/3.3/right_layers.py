# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=2 check-3-3-input=2 check-3-3-shapes=3
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, s, Vt = np.linalg.svd(np.einsum("ni,nj->ij", B, A))
    R = sum(np.outer(U[:, k], Vt[k]) for k in range(len(s)))
    if np.linalg.det(R) < 0:
        R = R - 2 * np.outer(U[:, -1], Vt[-1])
    return R
