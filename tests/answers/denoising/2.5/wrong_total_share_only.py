# verdict: check-2-5-share=0 check-2-5-share-kinds=0 check-2-5-rank=5 check-2-5-edges=3
# message: explained(s) is one number


def explained(s):
    return float(np.sum(np.square(s)) / np.sum(np.square(s)))


def rank_for(s, fraction):
    energy = np.append(0, np.cumsum(np.square(s, dtype=float)))
    return int(np.argmax(energy / energy[-1] >= fraction - 1e-12))
