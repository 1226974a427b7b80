# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=0 check-3-6-shapes=2
# message: changed its argument B
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    B -= B.mean(axis=0)
    A -= A.mean(axis=0)
    b, a = 0.0, 0.0
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    return np.sqrt(np.mean(np.sum((B @ R - A) ** 2, axis=1)))
