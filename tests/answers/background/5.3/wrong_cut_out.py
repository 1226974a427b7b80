# verdict: check-5-3-mask=0 check-5-3-strict=2 check-5-3-uint8=2
# message: must be an array of True and False
def foreground_mask(M, B, threshold):
    M = np.asarray(M, float)
    return np.where(np.abs(M - B) > threshold, M, 0)
