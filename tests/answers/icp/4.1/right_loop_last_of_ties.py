# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=4
def closest_points(P, Q):
    match = []
    for p in P:
        best, best_distance = None, np.inf
        for j in range(len(Q)):
            distance = np.linalg.norm(p - Q[j])
            if distance <= best_distance:
                best, best_distance = j, distance
        match.append(best)
    return match
