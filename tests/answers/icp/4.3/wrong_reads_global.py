# verdict: check-4-3-match=0 check-4-3-best=0 check-4-3-rotation=0 check-4-3-edges=0
# message: with the lesson's curve
from scipy.spatial import cKDTree

turned, rest = datasets.curves()  # as the lesson does


def icp_step(P, Q):
    match = cKDTree(rest).query(P)[1]
    A = rest[match]
    p, a = P.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((P - p).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    return (P - p) @ U @ Vt + a, match
