# verdict: check-2-3-layers=0 check-2-3-none=0 check-2-3-all=3 check-2-3-kinds=3
# message: all layers were added


def rank_one_sum(U, s, Vt, r):
    return np.asarray(U) @ np.diag(s) @ np.asarray(Vt)
