# verdict: check-3-4-rotation=0 check-3-4-shift=0 check-3-4-mirror=0 check-3-4-input=3 check-3-4-shapes=2
# message: does the code count on a fixed number of columns?
def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    x, y = (B - b)[:, :2], (A - a)[:, :2]
    angle = np.arctan2(np.sum(x[:, 0] * y[:, 1] - x[:, 1] * y[:, 0]), np.sum(x * y))
    R = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return R, (a[:2] - b[:2] @ R)
