# verdict: check-2-6-plane=5 check-2-6-directions=0 check-2-6-kinds=0
# message: do not squeeze it


def coordinates(U, A, d=2):
    return np.squeeze(np.asarray(U)[:, :d].T @ np.asarray(A))
