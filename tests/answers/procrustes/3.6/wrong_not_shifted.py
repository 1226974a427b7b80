# verdict: check-3-6-value=0 check-3-6-rigid=0 check-3-6-input=0 check-3-6-shapes=2
# message: turned about the origin, but not shifted
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, s, Vt = np.linalg.svd(B.T @ A)
    U[:, -1] *= np.linalg.det(U @ Vt)
    return np.sqrt(np.mean(np.sum((B @ U @ Vt - A) ** 2, axis=1)))
