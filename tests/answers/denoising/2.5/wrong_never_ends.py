# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=0
# message: Is there a loop that never ends?


def explained(s):
    energy = np.cumsum(np.square(s, dtype=float))
    return energy / energy[-1]


def rank_for(s, fraction):
    s = np.asarray(s, dtype=float)
    r = len(s)
    # With the fraction 0 there is always more than enough left.
    while np.sum(s[:r] ** 2) >= (fraction - 1e-12) * np.sum(s**2):
        r -= 1
    return r + 1
