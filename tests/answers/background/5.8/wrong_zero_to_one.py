# verdict: check-5-8-range=0 check-5-8-constant=0 check-5-8-rounding=0 check-5-8-kinds=2
# message: the values run from 0 to 1
def to_uint8(F):
    F = np.asarray(F, float)
    if F.max() == F.min():
        return np.zeros(F.shape, np.uint8)
    return ((F - F.min()) / (F.max() - F.min())).astype(np.uint8)
