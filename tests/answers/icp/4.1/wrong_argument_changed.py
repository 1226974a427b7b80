# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=0
# message: changed its argument P
from scipy.spatial.distance import cdist


def closest_points(P, Q):
    c = P.mean(axis=0).astype(P.dtype)
    P -= c
    return cdist(P, Q - c).argmin(axis=1)
