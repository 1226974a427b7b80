# verdict: check-2-3-layers=5 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=3


def rank_one_sum(U, s, Vt, r):
    U, Vt = np.asarray(U), np.asarray(Vt)
    A = np.zeros((U.shape[0], Vt.shape[1]))
    for i in range(r):
        A += s[i] * np.outer(U[:, i], Vt[i])
    return A
