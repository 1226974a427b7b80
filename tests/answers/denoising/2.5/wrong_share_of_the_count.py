# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=0 check-2-5-edges=3
# message: a share of the number of layers


def explained(s):
    energy = np.cumsum(np.square(s, dtype=float))
    return energy / energy[-1]


def rank_for(s, fraction):
    return int(np.ceil(fraction * np.count_nonzero(s) - 1e-9))
