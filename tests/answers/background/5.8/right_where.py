# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    F = np.asarray(F, float)
    span = np.ptp(F)
    return np.rint(np.where(span > 0, 255 * ((F - F.min()) / span), 0)).astype(np.uint8)
