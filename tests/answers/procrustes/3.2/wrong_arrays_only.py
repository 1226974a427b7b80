# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=1 check-3-2-input=0 check-3-2-shapes=3
# message: may be lists of rows
def orthogonal_map(B, A):
    if B.shape != A.shape:
        raise ValueError("B and A differ in shape")
    U, _, Vt = np.linalg.svd(B.T @ A)
    return U @ Vt
