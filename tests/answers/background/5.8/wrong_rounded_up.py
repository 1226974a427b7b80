# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=0 check-5-8-kinds=2
# message: np.ceil rounds up
def to_uint8(F):
    F = np.asarray(F, float)
    if F.max() == F.min():
        return np.zeros(F.shape, np.uint8)
    return np.ceil(255 * ((F - F.min()) / (F.max() - F.min()))).astype(np.uint8)
