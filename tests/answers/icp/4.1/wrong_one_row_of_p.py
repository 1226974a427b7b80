# verdict: check-4-1-plane=0 check-4-1-space=0 check-4-1-ties=0
# message: must have shape (3,)
def closest_points(P, Q):
    for p in P:
        return np.argmin(np.linalg.norm(Q - p, axis=1))
