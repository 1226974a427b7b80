# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=0
# message: you list both
from scipy.spatial.distance import cdist


def closest_points(P, Q):
    D = cdist(P, Q)
    return np.where(D == D.min(axis=1, keepdims=True))[1]
