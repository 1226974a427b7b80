# verdict: check-2-6-plane=0 check-2-6-directions=2 check-2-6-kinds=2
# message: A was centred again


def coordinates(U, A, d=2):
    A = np.asarray(A)
    return np.asarray(U)[:, :d].T @ (A - A.mean(axis=1, keepdims=True))
