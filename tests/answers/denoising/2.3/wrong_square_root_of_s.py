# verdict: check-2-3-layers=0 check-2-3-none=2 check-2-3-all=0 check-2-3-kinds=3
# message: the square root of the singular values was taken


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)
    return (U[:, :r] * np.sqrt(s[:r])) @ Vt[:r]
