# verdict: check-2-3-layers=5 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=3


def rank_one_sum(U, s, Vt, r):
    U, Vt = np.asarray(U), np.asarray(Vt)
    if r == 0:
        return np.zeros((len(U), Vt.shape[1]))
    return rank_one_sum(U, s, Vt, r - 1) + s[r - 1] * np.outer(U[:, r - 1], Vt[r - 1])
