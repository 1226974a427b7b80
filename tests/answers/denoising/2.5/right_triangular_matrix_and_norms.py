# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=3


def explained(s):
    s = np.asarray(s, dtype=float)
    return np.array([(np.linalg.norm(s[: i + 1]) / np.linalg.norm(s)) ** 2 for i in range(len(s))])


def rank_for(s, fraction):
    squares = np.square(np.asarray(s, dtype=float))
    share = np.tril(np.ones((len(squares), len(squares)))) @ squares / squares.sum()
    return int(np.sum(share < fraction - 1e-10)) + (1 if fraction > 0 else 0)
