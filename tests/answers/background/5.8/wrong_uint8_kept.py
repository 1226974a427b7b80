# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=0
# message: [[10, 60], [110, 15]], where floats give [[0, 128], [255, 13]]
def to_uint8(F):
    F = np.asarray(F)
    if F.dtype == np.uint8:
        return F
    F = F.astype(float)
    if np.ptp(F) == 0:
        return np.zeros(F.shape, np.uint8)
    return np.rint(255 * (F - F.min()) / np.ptp(F)).astype(np.uint8)
