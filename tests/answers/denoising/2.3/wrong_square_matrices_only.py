# verdict: check-2-3-layers=0 check-2-3-none=0 check-2-3-all=0 check-2-3-kinds=3
# message: as many columns as Vt


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)
    A = np.zeros(U.shape)
    for i in range(r):
        A += s[i] * np.outer(U[:, i], Vt[i])
    return A
