# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=2
# message: the signs are lost


def coordinates(U, A, d=2):
    return np.abs(np.asarray(U)[:, :d].T @ np.asarray(A))
