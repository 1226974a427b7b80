# verdict: check-5-3-mask=0 check-5-3-strict=2 check-5-3-uint8=2
# message: must be an array of True and False
def foreground_mask(M, B, threshold):
    return np.where(np.abs(np.asarray(M, float) - B) > threshold, 1, 0)
