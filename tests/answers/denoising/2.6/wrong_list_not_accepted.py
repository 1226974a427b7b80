# verdict: check-2-6-plane=5 check-2-6-directions=2 check-2-6-kinds=0
# message: lists are welcome too


def coordinates(U, A, d=2):
    return U[:, :d].T @ A
