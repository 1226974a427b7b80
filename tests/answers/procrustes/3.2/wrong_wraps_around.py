# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=1 check-3-2-input=0 check-3-2-shapes=3
# message: Sums of products of small whole numbers wrap around
def orthogonal_map(B, A):
    B, A = np.asarray(B), np.asarray(A)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, _, Vt = np.linalg.svd(B.T @ A)
    return U @ Vt
