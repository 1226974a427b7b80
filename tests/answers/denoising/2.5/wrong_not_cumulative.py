# verdict: check-2-5-share=0 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=3
# message: add them up with a cumulative sum


def explained(s):
    s = np.asarray(s, dtype=float)
    return s**2 / np.sum(s**2)


def rank_for(s, fraction):
    share = np.append(0, np.cumsum(explained(s)))
    return int(np.argmax(share >= fraction - 1e-12))
