# verdict: check-3-2-best=0 check-3-2-mirror=0 check-3-2-few=0 check-3-2-input=0 check-3-2-shapes=0
# message: Did the function print its result
def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, _, Vt = np.linalg.svd(B.T @ A)
    print(U @ Vt)
