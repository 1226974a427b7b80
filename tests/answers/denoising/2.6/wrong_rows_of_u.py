# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=2
# message: rows of U were used


def coordinates(U, A, d=2):
    U, A = np.asarray(U), np.asarray(A)
    return U[:d] @ A[: U.shape[1]]
