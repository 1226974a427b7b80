# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=0
# message: a share that equals the fraction reaches it


def explained(s):
    energy = np.cumsum(np.square(s, dtype=float))
    return energy / energy[-1]


def rank_for(s, fraction):
    share = np.append(0, explained(s))
    return int(np.argmax(share > fraction))
