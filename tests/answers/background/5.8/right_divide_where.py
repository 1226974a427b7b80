# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    F = np.asarray(F, float)
    shifted, span = F - F.min(), np.ptp(F)
    share = np.divide(shifted, span, out=np.zeros_like(shifted), where=span > 0)
    return np.rint(255 * share).astype(np.uint8)
