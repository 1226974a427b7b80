# verdict: check-5-3-mask=0 check-5-3-strict=2 check-5-3-uint8=2
# message: only what is brighter than the background is marked
def foreground_mask(M, B, threshold):
    return np.asarray(M, float) - B > threshold
