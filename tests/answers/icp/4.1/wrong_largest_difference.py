# verdict: check-4-1-plane=0 check-4-1-space=0 check-4-1-ties=4
# message: root of the sum of squares
from scipy.spatial.distance import cdist


def closest_points(P, Q):
    return cdist(P, Q, "chebyshev").argmin(axis=1)
