# verdict: check-2-3-layers=0 check-2-3-none=2 check-2-3-all=0 check-2-3-kinds=3
# message: the singular values are missing


def rank_one_sum(U, s, Vt, r):
    return np.asarray(U)[:, :r] @ np.asarray(Vt)[:r]
