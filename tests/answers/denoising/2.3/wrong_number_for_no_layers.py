# verdict: check-2-3-layers=5 check-2-3-none=0 check-2-3-all=3 check-2-3-kinds=3
# message: Python's sum of nothing is the number 0


def rank_one_sum(U, s, Vt, r):
    U, Vt = np.asarray(U), np.asarray(Vt)
    return sum(s[i] * np.outer(U[:, i], Vt[i]) for i in range(r))
