# verdict: check-5-8-range=0 check-5-8-constant=0 check-5-8-rounding=0 check-5-8-kinds=2
# message: the values wrap around, -100 becomes 156
def to_uint8(F):
    return np.asarray(F).astype(int).astype(np.uint8)
