# verdict: check-4-1-plane=0 check-4-1-space=0 check-4-1-ties=0
# message: returned None
from scipy.spatial import cKDTree


def closest_points(P, Q):
    print(cKDTree(Q).query(P)[1])
