# verdict: check-4-1-plane=0 check-4-1-space=0 check-4-1-ties=0
# message: farthest rows of Q
from scipy.spatial.distance import cdist


def closest_points(P, Q):
    return cdist(P, Q).argmax(axis=1)
