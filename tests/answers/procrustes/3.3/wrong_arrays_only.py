# verdict: check-3-3-proper=6 check-3-3-mirror=7 check-3-3-flat=2 check-3-3-input=0 check-3-3-shapes=3
# message: may be lists of rows
def rotation(B, A):
    if B.shape != A.shape:
        raise ValueError("B and A differ in shape")
    U, s, Vt = np.linalg.svd(B.T @ A)
    U[:, -1] *= np.linalg.det(U @ Vt)
    return U @ Vt
