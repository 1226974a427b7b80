# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=2
# message: the first two are 0 and 1


def coordinates(U, A, d=2):
    return np.asarray(U)[:, 1 : d + 1].T @ np.asarray(A)
