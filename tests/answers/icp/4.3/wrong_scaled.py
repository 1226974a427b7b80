# verdict: check-4-3-match=4 check-4-3-best=0 check-4-3-rotation=0 check-4-3-edges=0
# message: P_new is scaled
from scipy.spatial import cKDTree


def icp_step(P, Q):
    match = cKDTree(Q).query(P)[1]
    A = Q[match]
    p, a = P.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((P - p).T @ (A - a))
    s[-1] *= np.linalg.det(U @ Vt)
    U[:, -1] *= np.linalg.det(U @ Vt)
    scale = s.sum() / np.sum((P - p) ** 2)
    return scale * (P - p) @ U @ Vt + a, match
