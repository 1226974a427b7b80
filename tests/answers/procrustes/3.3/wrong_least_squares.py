# verdict: check-3-3-proper=0 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=2 check-3-3-shapes=3
# message: that is the least squares fit
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    return np.linalg.lstsq(B, A, rcond=None)[0]
