# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    F = np.asarray(F)
    low, high = float(F.min()), float(F.max())
    levels = np.zeros(F.shape, np.uint8)
    if high > low:
        for index, value in np.ndenumerate(F):
            levels[index] = round(255 * (float(value) - low) / (high - low))
    return levels
