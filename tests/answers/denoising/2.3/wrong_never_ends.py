# verdict: check-2-3-layers=5 check-2-3-none=0 check-2-3-all=3 check-2-3-kinds=3
# message: Is there a loop that never ends?


def rank_one_sum(U, s, Vt, r):
    U, Vt = np.asarray(U), np.asarray(Vt)
    A = s[0] * np.outer(U[:, 0], Vt[0])
    i = 1
    while i != r:
        if i < len(s):
            A = A + s[i] * np.outer(U[:, i], Vt[i])
        i += 1
    return A
