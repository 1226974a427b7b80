# verdict: check-5-3-mask=4 check-5-3-strict=0 check-5-3-uint8=2
# message: use > and not >=
def foreground_mask(M, B, threshold):
    return np.abs(np.asarray(M, float) - B) >= threshold
