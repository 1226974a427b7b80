# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=0 check-2-5-edges=3
# message: the singular values were added, not their squares


def explained(s):
    energy = np.cumsum(np.square(s, dtype=float))
    return energy / energy[-1]


def rank_for(s, fraction):
    share = np.append(0, np.cumsum(s) / np.sum(s))
    return int(np.argmax(share >= fraction - 1e-12))
