# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=2 check-3-6-shapes=0
# message: should raise ValueError with a sentence; it returned a result
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        print("B and A differ in shape")
        return None
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    R = U @ Vt
    return np.sqrt(np.mean(np.sum(((B - b) @ R - (A - a)) ** 2, axis=1)))
