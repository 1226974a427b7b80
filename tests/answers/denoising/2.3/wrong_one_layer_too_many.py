# verdict: check-2-3-layers=0 check-2-3-none=0 check-2-3-all=3 check-2-3-kinds=3
# message: one layer too many


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)
    return (U[:, : r + 1] * s[: r + 1]) @ Vt[: r + 1]
