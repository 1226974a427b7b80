# verdict: check-2-6-plane=5 check-2-6-directions=2 check-2-6-kinds=0
# message: changed its argument A


def coordinates(U, A, d=2):
    U, A = np.asarray(U), np.asarray(A)
    c = U[:, :d].T @ A
    A -= (U[:, :d] @ c).astype(A.dtype)
    return c
