# verdict: check-2-5-share=0 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=0
# message: a square root was taken


def explained(s):
    norms = np.sqrt(np.cumsum(np.square(s, dtype=float)))
    return norms / norms[-1]


def rank_for(s, fraction):
    share = np.append(0, explained(s))
    return int(np.argmax(share >= fraction - 1e-12))
