# verdict: check-5-3-mask=4 check-5-3-strict=2 check-5-3-uint8=2
def foreground_mask(M, B, threshold):
    rows = zip(M.tolist(), B.tolist())
    return np.array([[abs(m - b) > threshold for m, b in zip(*row)] for row in rows])
