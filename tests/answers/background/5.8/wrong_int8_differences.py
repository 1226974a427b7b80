# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=0
# message: Products and differences of uint8 numbers wrap around
def to_uint8(F):
    F = np.asarray(F)
    shifted = (F - F.min()).astype(float)
    return np.rint(255 * shifted / max(shifted.max(), 1e-300)).astype(np.uint8)
