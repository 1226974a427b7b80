# verdict: check-5-8-range=0 check-5-8-constant=0 check-5-8-rounding=0 check-5-8-kinds=2
# message: the values are clipped
def to_uint8(F):
    return np.clip(F, 0, 255).astype(np.uint8)
