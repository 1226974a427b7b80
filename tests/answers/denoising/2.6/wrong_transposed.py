# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=0
# message: one row per image


def coordinates(U, A, d=2):
    return np.asarray(A).T @ np.asarray(U)[:, :d]
