# verdict: check-5-8-range=0 check-5-8-constant=0 check-5-8-rounding=0 check-5-8-kinds=0
# message: instead of its argument F
remainder = np.linspace(-9, 9, 1920).reshape(192, 10)  # stands for that of the lesson


def to_uint8(F):
    span = remainder.max() - remainder.min()
    return np.rint(255 * (remainder - remainder.min()) / span).astype(np.uint8)
