# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=4
from scipy.spatial.distance import cdist


def closest_points(P, Q):
    return cdist(P, Q).argmin(axis=1)
