# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=0 check-3-6-shapes=2
# message: may be lists of rows
def disparity(B, A):
    if B.shape != A.shape:
        raise ValueError("B and A differ in shape")
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    return np.sqrt(np.mean(np.sum(((B - b) @ R - (A - a)) ** 2, axis=1)))
