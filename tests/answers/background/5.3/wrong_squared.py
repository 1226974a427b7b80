# verdict: check-5-3-mask=0 check-5-3-strict=0 check-5-3-uint8=0
# message: the differences are squared
def foreground_mask(M, B, threshold):
    return (np.asarray(M, float) - B) ** 2 > threshold
