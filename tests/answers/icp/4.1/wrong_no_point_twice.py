# verdict: check-4-1-plane=0 check-4-1-space=0 check-4-1-ties=0
# message: A match is no permutation
from scipy.spatial.distance import cdist


def closest_points(P, Q):
    D, match = cdist(P, Q), np.zeros(len(P), dtype=int)
    for i in range(len(P)):
        match[i] = D[i].argmin()
        D[:, match[i]] += 1000
    return match
