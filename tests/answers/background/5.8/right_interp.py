# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    F = np.array(F, float)
    if np.all(F == F.flat[0]):
        return np.zeros_like(F, dtype=np.uint8)
    levels = np.interp(F.ravel(), [F.min(), F.max()], [0, 255])
    return np.round(levels).reshape(F.shape).astype(np.uint8)
