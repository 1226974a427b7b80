# verdict: check-2-3-layers=0 check-2-3-none=0 check-2-3-all=0 check-2-3-kinds=0
# message: Did the function print its result


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.asarray(U), np.asarray(s), np.asarray(Vt)
    print((U[:, :r] * s[:r]) @ Vt[:r])
