# verdict: check-2-3-layers=0 check-2-3-none=2 check-2-3-all=0 check-2-3-kinds=3
# message: only layer 1 is there


def rank_one_sum(U, s, Vt, r):
    U, Vt = np.asarray(U), np.asarray(Vt)
    A = np.zeros((len(U), Vt.shape[1]))
    for i in range(r):
        A = s[i] * np.outer(U[:, i], Vt[i])
    return A
