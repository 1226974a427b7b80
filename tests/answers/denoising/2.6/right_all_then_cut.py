# verdict: check-2-6-plane=5 check-2-6-directions=2 check-2-6-kinds=2


def coordinates(U, A, d=2):
    return (np.array(A).T @ np.array(U)).T[:d]
