# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=0 check-2-5-edges=0
# message: one too small each time


def explained(s):
    energy = np.cumsum(np.square(s, dtype=float))
    return energy / energy[-1]


def rank_for(s, fraction):
    return int(np.sum(explained(s) <= fraction + 1e-12))
