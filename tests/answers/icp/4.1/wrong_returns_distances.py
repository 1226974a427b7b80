# verdict: check-4-1-plane=0 check-4-1-space=0 check-4-1-ties=0
# message: nearest distances; return the row numbers
from scipy.spatial import cKDTree


def closest_points(P, Q):
    return cKDTree(Q).query(P)[0]
