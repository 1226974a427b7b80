# verdict: check-5-3-mask=0 check-5-3-strict=2 check-5-3-uint8=2
# message: changed its argument M
def foreground_mask(M, B, threshold):
    if M.dtype == np.float64:
        M -= B
        return np.abs(M) > threshold
    return np.abs(M.astype(float) - B) > threshold
