# verdict: check-5-8-range=0 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
# message: changed its argument F
def to_uint8(F):
    if F.dtype != np.float64:
        F = F.astype(float)
    F -= F.min()
    if F.max() > 0:
        F /= F.max()
    return np.rint(255 * F).astype(np.uint8)
