# verdict: check-3-5-scale=0 check-3-5-fit=0 check-3-5-mirror=0 check-3-5-input=2 check-3-5-shapes=2
# message: does the code count on a fixed number of columns?
def similarity_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0)[:2], A.mean(axis=0)[:2]
    z, w = (B[:, :2] - b) @ np.array([1, 1j]), (A[:, :2] - a) @ np.array([1, 1j])
    factor = np.vdot(z, w) / np.vdot(z, z).real
    scale, turn = abs(factor), factor / abs(factor)
    R = np.array([[turn.real, turn.imag], [-turn.imag, turn.real]])
    return scale, R, a - scale * b @ R
