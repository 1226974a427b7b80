# verdict: check-2-3-layers=5 check-2-3-none=0 check-2-3-all=3 check-2-3-kinds=3
# message: rank_one_sum(U, s, Vt, 0) returned None


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)
    if r > 0:
        return (U[:, :r] * s[:r]) @ Vt[:r]
