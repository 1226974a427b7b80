# verdict: check-3-5-scale=0 check-3-5-fit=0 check-3-5-mirror=0 check-3-5-input=2 check-3-5-shapes=2
# message: the clouds were not centred: subtract the centroids
def similarity_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, s, Vt = np.linalg.svd(B.T @ A)
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    scale = np.sum(B @ R * A) / np.sum(B**2)
    return scale, R, A.mean(axis=0) - scale * B.mean(axis=0) @ R
