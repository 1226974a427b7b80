# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=4
from scipy.spatial import cKDTree


def closest_points(P, Q):
    return cKDTree(Q).query(P)[1]
