# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=2
# message: do not divide them


def coordinates(U, A, d=2):
    c = np.asarray(U)[:, :d].T @ np.asarray(A)
    return c / np.linalg.norm(c, axis=1, keepdims=True)
