# verdict: check-4-3-match=4 check-4-3-best=0 check-4-3-rotation=4 check-4-3-edges=2
# message: shifted but not turned
from scipy.spatial import cKDTree


def icp_step(P, Q):
    match = cKDTree(Q).query(P)[1]
    return P - P.mean(axis=0) + Q[match].mean(axis=0), match
