# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=0
# message: Make them int
from scipy.spatial.distance import cdist


def closest_points(P, Q):
    match = np.zeros(len(P))
    for i, distances in enumerate(cdist(P, Q)):
        match[i] = distances.argmin()
    return match
