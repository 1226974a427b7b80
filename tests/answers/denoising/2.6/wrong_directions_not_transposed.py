# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=0
# message: the factors of your product do not fit


def coordinates(U, A, d=2):
    return np.asarray(U)[:, :d] @ np.asarray(A)
