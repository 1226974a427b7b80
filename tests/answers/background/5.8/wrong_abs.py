# verdict: check-5-8-range=0 check-5-8-constant=0 check-5-8-rounding=0 check-5-8-kinds=2
# message: the absolute value was taken
def to_uint8(F):
    return np.clip(np.abs(F), 0, 255).astype(np.uint8)
