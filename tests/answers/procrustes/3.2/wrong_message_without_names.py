# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=1 check-3-2-input=2 check-3-2-shapes=0
# message: does not say that the argument B
def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError("the two clouds differ")
    U, _, Vt = np.linalg.svd(B.T @ A)
    return U @ Vt
