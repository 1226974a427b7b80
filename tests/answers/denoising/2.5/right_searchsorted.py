# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=3


def explained(s):
    s = np.asarray(s, dtype=float)
    return np.cumsum(s**2 / np.sum(s**2))


def rank_for(s, fraction):
    share = np.concatenate([[0.0], explained(s)])
    return np.searchsorted(share, fraction - 1e-9, side="left")
