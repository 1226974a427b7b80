# verdict: check-2-3-layers=5 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=3


def rank_one_sum(U, s, Vt, r):
    kept = np.where(np.arange(len(s)) < r, s, 0)
    return np.asarray(U) @ np.diag(kept) @ np.asarray(Vt)
