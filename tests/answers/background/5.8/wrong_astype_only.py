# verdict: check-5-8-range=0 check-5-8-constant=0 check-5-8-rounding=0 check-5-8-kinds=0
# message: wrap around
def to_uint8(F):
    return np.asarray(F).astype(int).astype(np.uint8)
