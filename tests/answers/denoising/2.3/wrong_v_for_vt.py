# verdict: check-2-3-layers=0 check-2-3-none=2 check-2-3-all=0 check-2-3-kinds=3
# message: times row i of Vt (not column i of Vt)


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)
    A = np.zeros((U.shape[0], Vt.shape[1]))
    for i in range(r):
        A += s[i] * np.outer(U[:, i], Vt[:, i])
    return A
