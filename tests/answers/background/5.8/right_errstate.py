# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    F = np.asarray(F, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (F - F.min()) / (F.max() - F.min())
    share[np.isnan(share)] = 0
    return np.rint(255 * share).astype(np.uint8)
