# verdict: check-2-6-plane=5 check-2-6-directions=2 check-2-6-kinds=2


def coordinates(U, A, d=2):
    U, A = np.asarray(U), np.asarray(A)
    return np.column_stack([np.dot(a, U[:, :d]) for a in A.T])
