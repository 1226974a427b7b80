# verdict: check-5-3-mask=0 check-5-3-strict=0 check-5-3-uint8=0
# message: subtract the background first
def foreground_mask(M, B, threshold):
    return np.asarray(M) > threshold
