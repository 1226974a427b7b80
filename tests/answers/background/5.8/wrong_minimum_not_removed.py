# verdict: check-5-8-range=0 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
# message: subtract the smallest value first
def to_uint8(F):
    F = np.asarray(F, float)
    if F.max() == F.min():
        return np.zeros(F.shape, np.uint8)
    return np.rint(255 * np.clip(F, 0, None) / F.max()).astype(np.uint8)
