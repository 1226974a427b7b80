# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=0 check-3-2-input=2 check-3-2-shapes=3
# message: a formula that inverts it or divides by its singular values breaks down
def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    M = B.T @ A
    w, V = np.linalg.eigh(M.T @ M)
    return M @ V @ np.diag(1 / np.sqrt(w)) @ V.T
