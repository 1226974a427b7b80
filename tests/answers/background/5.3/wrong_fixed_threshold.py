# verdict: check-5-3-mask=0 check-5-3-strict=2 check-5-3-uint8=2
# message: the threshold is ignored
def foreground_mask(M, B, threshold):
    return np.abs(np.asarray(M, float) - B) > 25
