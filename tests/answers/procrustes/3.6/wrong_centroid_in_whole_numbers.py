# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=0 check-3-6-shapes=2
# message: cut what stands behind the point
def disparity(B, A):
    B, A = np.asarray(B), np.asarray(A)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0).astype(B.dtype), A.mean(axis=0).astype(A.dtype)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    return np.sqrt(np.mean(np.sum(((B - b) @ U @ Vt - (A - a)) ** 2, axis=1)))
