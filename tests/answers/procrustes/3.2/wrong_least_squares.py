# verdict: check-3-2-best=0 check-3-2-mirror=0 check-3-2-few=0 check-3-2-input=2 check-3-2-shapes=3
# message: stretches and shears
def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    return np.linalg.lstsq(B, A, rcond=None)[0]
