# verdict: check-3-3-proper=0 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=0 check-3-3-shapes=3
# message: it must work in any dimension
def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    c, s = np.sum(B[:, :2] * A[:, :2]), np.sum(B[:, 0] * A[:, 1] - B[:, 1] * A[:, 0])
    c, s = c / np.hypot(c, s), s / np.hypot(c, s)
    return np.array([[c, s], [-s, c]])
