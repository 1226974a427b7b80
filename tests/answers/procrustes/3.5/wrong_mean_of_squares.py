# verdict: check-3-5-scale=0 check-3-5-fit=4 check-3-5-mirror=3 check-3-5-input=2 check-3-5-shapes=2
# message: divide by the sum of squares, not by their mean
def similarity_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    s[-1] *= np.linalg.det(R)
    scale = s.sum() / np.mean(np.sum((B - b) ** 2, axis=1))
    return scale, R, a - scale * b @ R
