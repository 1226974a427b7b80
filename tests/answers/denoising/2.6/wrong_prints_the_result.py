# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=0
# message: Did the function print its result


def coordinates(U, A, d=2):
    print(np.asarray(U)[:, :d].T @ np.asarray(A))
