# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=4
def closest_points(P, Q):
    def squared_distance(p, q):
        return sum((float(a) - float(b)) ** 2 for a, b in zip(p, q))

    return [min(range(len(Q)), key=lambda j: squared_distance(p, Q[j])) for p in P]
