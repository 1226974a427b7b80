# verdict: check-3-6-value=5 check-3-6-rigid=0 check-3-6-input=0 check-3-6-shapes=2
# message: a change of scale is not a rigid motion
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    scale = np.sum((B - b) @ R * (A - a)) / max(np.sum((B - b) ** 2), 1e-300)
    difference = scale * (B - b) @ R - (A - a)
    return np.sqrt(np.mean(np.sum(difference**2, axis=1)))
