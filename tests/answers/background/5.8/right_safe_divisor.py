# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    F = np.asarray(F, float)
    span = np.ptp(F)
    return np.rint(255 * (F - F.min()) / np.where(span == 0, 1, span)).astype(np.uint8)
