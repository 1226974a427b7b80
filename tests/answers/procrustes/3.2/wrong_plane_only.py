# verdict: check-3-2-best=0 check-3-2-mirror=0 check-3-2-few=0 check-3-2-input=0 check-3-2-shapes=3
# message: it must work in any dimension
def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    c, s = np.sum(B * A), np.sum(B[:, 0] * A[:, 1] - B[:, 1] * A[:, 0])
    c, s = c / np.hypot(c, s), s / np.hypot(c, s)
    return np.array([[c, s], [-s, c]])
