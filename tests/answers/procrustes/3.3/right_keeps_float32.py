# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=2 check-3-3-input=2 check-3-3-shapes=3
def rotation(B, A):
    B, A = np.asarray(B), np.asarray(A)
    if B.shape != A.shape:
        raise ValueError(f"B has shape {B.shape}, but A has shape {A.shape}")
    dtype = np.result_type(B, A, np.float32)
    B, A = B.astype(dtype), A.astype(dtype)
    U, _, Vt = np.linalg.svd(B.T @ A)
    U[:, -1] *= np.sign(np.linalg.det(U @ Vt))
    return U @ Vt
