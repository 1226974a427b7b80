# verdict: check-2-5-share=0 check-2-5-share-kinds=2 check-2-5-rank=0 check-2-5-edges=0
# message: the first entry belongs to r = 1


def explained(s):
    energy = np.cumsum(np.square(s, dtype=float))
    return np.append(0, energy[:-1]) / energy[-1]


def rank_for(s, fraction):
    return int(np.argmax(explained(s) >= fraction - 1e-12))
