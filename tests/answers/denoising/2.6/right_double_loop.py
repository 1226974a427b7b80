# verdict: check-2-6-plane=5 check-2-6-directions=2 check-2-6-kinds=2


def coordinates(U, A, d=2):
    U, A = np.asarray(U, dtype=float), np.asarray(A, dtype=float)
    c = np.zeros((d, A.shape[1]))
    for i in range(d):
        for j in range(A.shape[1]):
            c[i, j] = sum(U[:, i] * A[:, j])
    return c
