# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=0
# message: had not finished
def closest_points(P, Q):
    match = []
    for p in P:
        distances = np.linalg.norm(Q - p, axis=1)
        low, high = 0.0, 2 * distances.max() + 1
        while np.sum(distances <= high) != 1:  # halve until one point is left inside
            middle = (low + high) / 2
            if np.any(distances <= middle):
                high = middle
            else:
                low = middle
        match.append(int(np.flatnonzero(distances <= high)[0]))
    return np.array(match)
