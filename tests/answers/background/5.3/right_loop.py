# verdict: check-5-3-mask=4 check-5-3-strict=2 check-5-3-uint8=2
def foreground_mask(M, B, threshold):
    mask = np.zeros(M.shape, dtype=bool)
    for i in range(M.shape[0]):
        for j in range(M.shape[1]):
            mask[i, j] = abs(float(M[i, j]) - float(B[i, j])) > threshold
    return mask
