# verdict: check-3-3-proper=0 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=0 check-3-3-shapes=3
# message: nothing in the formula is random
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    Q = np.linalg.qr(np.random.default_rng().normal(size=(B.shape[1],) * 2))[0]
    Q[:, 0] *= np.linalg.det(Q)
    return Q
