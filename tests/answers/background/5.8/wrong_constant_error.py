# verdict: check-5-8-range=4 check-5-8-constant=0 check-5-8-rounding=2 check-5-8-kinds=2
# message: the span is 0, so constant input needs a case of its own
def to_uint8(F):
    F = np.asarray(F, float)
    low, high = float(F.min()), float(F.max())
    scale = 255.0 / (high - low)
    return np.rint((F - low) * scale).astype(np.uint8)
