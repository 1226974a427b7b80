# verdict: check-4-3-match=4 check-4-3-best=6 check-4-3-rotation=4 check-4-3-edges=2
from scipy.spatial import cKDTree


def icp_step(P, Q):
    match = cKDTree(Q).query(P)[1]
    A = Q[match]
    U, _, Vt = np.linalg.svd(P.T @ (A - A.mean(axis=0)))
    D = np.diag([1.0] * (P.shape[1] - 1) + [np.linalg.det(U @ Vt)])
    R = U @ D @ Vt
    t = A.mean(axis=0) - P.mean(axis=0) @ R
    return P @ R + t, match
