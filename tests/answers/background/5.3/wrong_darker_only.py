# verdict: check-5-3-mask=0 check-5-3-strict=2 check-5-3-uint8=2
# message: only what is darker than the background is marked
def foreground_mask(M, B, threshold):
    return np.asarray(B, float) - M > threshold
