# verdict: check-5-8-range=0 check-5-8-constant=0 check-5-8-rounding=0 check-5-8-kinds=0
# message: returned None
def to_uint8(F):
    F = np.asarray(F, float)
    if F.max() == F.min():
        print(np.zeros(F.shape, np.uint8))
    else:
        print(np.rint(255 * (F - F.min()) / (F.max() - F.min())).astype(np.uint8))
