# verdict: check-2-5-share=5 check-2-5-share-kinds=0 check-2-5-rank=5 check-2-5-edges=3
# message: a list is welcome too


def explained(s):
    energy = (s**2).cumsum()
    return energy / energy[-1]


def rank_for(s, fraction):
    share = np.append(0, explained(s))
    return int(np.argmax(share >= fraction - 1e-12))
