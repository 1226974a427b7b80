# verdict: check-2-5-share=0 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=3
# message: energy is s²


def explained(s):
    return np.cumsum(s) / np.sum(s)


def rank_for(s, fraction):
    share = np.append(0, explained(s))
    return int(np.argmax(share >= fraction - 1e-12))
