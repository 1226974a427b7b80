# verdict: check-2-6-plane=5 check-2-6-directions=2 check-2-6-kinds=2


def coordinates(U, A, d=2):
    directions, images = np.transpose(U)[:d], np.transpose(A)
    return [[float(np.dot(u, a)) for a in images] for u in directions]
