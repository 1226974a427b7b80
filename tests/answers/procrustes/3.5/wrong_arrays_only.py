# verdict: check-3-5-scale=5 check-3-5-fit=4 check-3-5-mirror=3 check-3-5-input=0 check-3-5-shapes=2
# message: may be lists of rows
def similarity_transform(B, A):
    if B.shape != A.shape:
        raise ValueError("B and A differ in shape")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    scale = np.sum((B - b) @ R * (A - a)) / np.sum((B - b) ** 2)
    return scale, R, a - scale * b @ R
