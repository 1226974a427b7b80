# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=2
# message: a coordinate for every column of U


def coordinates(U, A, d=2):
    return np.asarray(U).T @ np.asarray(A)
