# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=4
def closest_points(P, Q):
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    squares = (P**2).sum(axis=1)[:, None] - 2 * P @ Q.T + (Q**2).sum(axis=1)
    return np.argmin(squares, axis=1)
