# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=2
# message: there is one direction too many


def coordinates(U, A, d=2):
    return np.asarray(U)[:, : d + 1].T @ np.asarray(A)
