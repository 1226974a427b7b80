# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=2 check-3-6-shapes=2
def disparity(B, A):
    B, A = np.asarray(B), np.asarray(A)
    if B.shape != A.shape:
        raise ValueError(f"B has shape {B.shape}, but A has shape {A.shape}")
    dtype = np.result_type(B, A, np.float32)
    B, A = B.astype(dtype), A.astype(dtype)
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    difference = (B - b) @ R - (A - a)
    return np.linalg.norm(difference) / np.sqrt(len(B))
