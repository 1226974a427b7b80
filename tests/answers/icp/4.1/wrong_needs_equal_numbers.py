# verdict: check-4-1-plane=0 check-4-1-space=5 check-4-1-ties=4
# message: The clouds may differ in size
def closest_points(P, Q):
    return np.array(
        [np.argmin([np.sum((P[i] - Q[j]) ** 2) for j in range(len(P))]) for i in range(len(Q))]
    )
