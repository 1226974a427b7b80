# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=4
def closest_points(P, Q):
    D = np.sqrt(((P[:, np.newaxis] - Q[np.newaxis]) ** 2).sum(axis=2))
    return np.argsort(D, axis=1)[:, 0]
