# verdict: check-5-3-mask=4 check-5-3-strict=2 check-5-3-uint8=0
# message: misses differences of 30 and more
def foreground_mask(M, B, threshold):
    if M.dtype == np.uint8:
        return np.abs((M - B).astype(np.int8)) > threshold
    return np.abs(M - B) > threshold
