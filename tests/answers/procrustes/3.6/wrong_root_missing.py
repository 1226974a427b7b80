# verdict: check-3-6-value=0 check-3-6-rigid=3 check-3-6-input=0 check-3-6-shapes=2
# message: the root is missing
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    difference = (B - b) @ R - (A - a)
    return np.mean(np.sum(difference**2, axis=1))
