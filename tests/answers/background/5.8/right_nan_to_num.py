# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    F = np.asarray(F, float)
    return np.round(np.nan_to_num((F - F.min()) / (F.max() - F.min())) * 255).astype(np.uint8)
