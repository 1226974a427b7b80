# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=0
# message: rows of U were used


def coordinates(U, A, d=2):
    U, A = np.asarray(U), np.asarray(A)
    return U[:d] @ A[: U.shape[1]]
