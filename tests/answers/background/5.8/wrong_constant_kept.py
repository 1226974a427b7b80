# verdict: check-5-8-range=4 check-5-8-constant=0 check-5-8-rounding=2 check-5-8-kinds=2
# message: should be zeros, but it holds 255
def to_uint8(F):
    F = np.asarray(F, float)
    if F.max() == F.min():
        return np.full(F.shape, 255, np.uint8)
    return np.rint(255 * (F - F.min()) / (F.max() - F.min())).astype(np.uint8)
