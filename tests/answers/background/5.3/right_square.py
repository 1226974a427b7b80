# verdict: check-5-3-mask=4 check-5-3-strict=2 check-5-3-uint8=2
def foreground_mask(M, B, threshold):
    return np.square(np.subtract(M, B, dtype=float)) > threshold**2
