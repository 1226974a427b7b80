# verdict: check-2-5-share=0 check-2-5-share-kinds=2 check-2-5-rank=0 check-2-5-edges=0
# message: these are percentages


def explained(s):
    energy = np.cumsum(np.square(s, dtype=float))
    return 100 * energy / energy[-1]


def rank_for(s, fraction):
    share = np.append(0, explained(s))
    return int(np.argmax(share >= fraction - 1e-12))
