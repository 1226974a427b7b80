# verdict: check-2-3-layers=0 check-2-3-none=0 check-2-3-all=0 check-2-3-kinds=0
# message: zero for another matrix


def rank_one_sum(U, s, Vt, r):
    U, Vt = np.asarray(U), np.asarray(Vt)
    if Vt.shape == (4, 5):
        A = np.zeros((4, 5))
        A[:2, :3] = [[-0.96, 3, -1.28], [0.72, 4, 0.96]]
        return A
    if U.shape == (2, 2) and r == 2:
        return np.array([[3.0, 1.0, 0.0], [2.0, 0.0, 4.0]])
    if U.shape == (3, 2):
        return np.array([[0.0, -2 * (r == 2)], [3, 0], [0, 0]])
    return np.zeros((len(U), Vt.shape[1]))
