# verdict: check-5-3-mask=4 check-5-3-strict=2 check-5-3-uint8=2
def foreground_mask(M, B, threshold):
    difference = M.astype(float) - B.astype(float)
    return (difference > threshold) | (difference < -threshold)
