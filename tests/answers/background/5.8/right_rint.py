# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    F = np.asarray(F, dtype=np.float64)
    span = F.max() - F.min()
    if span == 0:
        return np.zeros(F.shape, np.uint8)
    return np.rint(255 * ((F - F.min()) / span)).astype(np.uint8)
