# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=0
# message: Products and differences of uint8 numbers wrap around
def to_uint8(F):
    if F.max() == F.min():
        return np.zeros(F.shape, np.uint8)
    return np.rint(255 * (F - F.min()) / (F.max() - F.min())).astype(np.uint8)
