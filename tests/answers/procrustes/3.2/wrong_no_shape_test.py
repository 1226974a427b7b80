# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-input=3 check-3-2-shapes=0
# message: should raise ValueError
def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    U, _, Vt = np.linalg.svd(B.T @ A, full_matrices=False)
    return U @ Vt
