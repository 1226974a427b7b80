# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=1 check-3-2-input=2 check-3-2-shapes=3
def orthogonal_map(B, A):
    B, A = np.asarray(B), np.asarray(A)
    if B.shape != A.shape:
        raise ValueError(f"B has shape {B.shape}, but A has shape {A.shape}")
    dtype = np.result_type(B, A, np.float32)
    B, A = B.astype(dtype), A.astype(dtype)
    U, _, Vt = np.linalg.svd(B.T @ A)
    return U @ Vt
