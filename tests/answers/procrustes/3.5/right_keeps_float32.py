# verdict: check-3-5-scale=5 check-3-5-fit=4 check-3-5-mirror=3 check-3-5-input=2 check-3-5-shapes=2
def similarity_transform(B, A):
    B, A = np.asarray(B), np.asarray(A)
    if B.shape != A.shape:
        raise ValueError(f"B has shape {B.shape}, but A has shape {A.shape}")
    dtype = np.result_type(B, A, np.float32)
    B, A = B.astype(dtype), A.astype(dtype)
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    signs = np.ones(len(s))
    signs[-1] = np.linalg.det(U @ Vt)
    R = (U * signs) @ Vt
    scale = s @ signs / np.sum((B - b) ** 2)
    return scale, R, a - scale * b @ R
