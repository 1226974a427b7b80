# verdict: check-2-3-layers=0 check-2-3-none=2 check-2-3-all=0 check-2-3-kinds=3
# message: layer 0 is missing


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)
    return (U[:, 1:r] * s[1:r]) @ Vt[1:r]
