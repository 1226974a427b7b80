# verdict: check-5-3-mask=4 check-5-3-strict=2 check-5-3-uint8=0
# message: uint8 numbers wrap around, and 3 - 5 becomes 254
def foreground_mask(M, B, threshold):
    return np.abs(M - B) > threshold
