# verdict: check-2-3-layers=5 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=3


def rank_one_sum(U, s, Vt, r):
    return np.asarray(U)[:, :r] @ np.diag(s[:r]) @ np.asarray(Vt)[:r, :]
