# verdict: check-5-8-range=4 check-5-8-constant=0 check-5-8-rounding=2 check-5-8-kinds=2
# message: Nothing may be added to it
def to_uint8(F):
    F = np.asarray(F, float)
    return np.rint(255 * (F - F.min()) / (F.max() - F.min() + 1e-8)).astype(np.uint8)
