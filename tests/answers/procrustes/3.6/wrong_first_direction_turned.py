# verdict: check-3-6-value=5 check-3-6-rigid=0 check-3-6-input=2 check-3-6-shapes=2
# message: the direction with the largest singular value
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, 0] *= np.linalg.det(U @ Vt)
    return np.sqrt(np.mean(np.sum(((B - b) @ U @ Vt - (A - a)) ** 2, axis=1)))
