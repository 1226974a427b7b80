# verdict: check-4-3-match=4 check-4-3-best=6 check-4-3-rotation=0 check-4-3-edges=2
# message: it must be the last
from scipy.spatial import cKDTree


def icp_step(P, Q):
    match = cKDTree(Q).query(P)[1]
    A = Q[match]
    p, a = P.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((P - p).T @ (A - a))
    U[:, 1] *= np.linalg.det(U @ Vt)
    return (P - p) @ U @ Vt + a, match
