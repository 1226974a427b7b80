# verdict: check-2-5-share=0 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=3
# message: not divided by the total


def explained(s):
    return np.cumsum(np.square(s, dtype=float))


def rank_for(s, fraction):
    share = np.append(0, explained(s)) / np.sum(np.square(s, dtype=float))
    return int(np.argmax(share >= fraction - 1e-12))
