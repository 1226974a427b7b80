# verdict: check-2-3-layers=0 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=3
# message: these are the last layers


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)
    q = len(s)
    return (U[:, q - r :] * s[q - r :]) @ Vt[q - r :]
