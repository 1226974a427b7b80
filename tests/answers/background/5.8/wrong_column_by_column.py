# verdict: check-5-8-range=0 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
# message: each column was stretched by itself
def to_uint8(F):
    F = np.asarray(F, float)
    span = np.ptp(F, axis=0)
    return np.rint(255 * (F - F.min(axis=0)) / np.where(span == 0, 1, span)).astype(np.uint8)
