# verdict: check-4-3-match=0 check-4-3-best=0 check-4-3-rotation=0 check-4-3-edges=0
# message: return P_new first, then match
from scipy.spatial import cKDTree


def icp_step(P, Q):
    match = cKDTree(Q).query(P)[1]
    A = Q[match]
    p, a = P.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((P - p).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    return match, (P - p) @ U @ Vt + a
