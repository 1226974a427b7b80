# verdict: check-2-3-layers=5 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=0
# message: changed its argument s


def rank_one_sum(U, s, Vt, r):
    s = np.asarray(s)
    s[r:] = 0
    return np.asarray(U) @ np.diag(s) @ np.asarray(Vt)
