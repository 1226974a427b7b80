# verdict: check-4-3-match=4 check-4-3-best=0 check-4-3-rotation=0 check-4-3-edges=0
# message: P_new of icp_step(P, Q) must have shape (4, 2)
from scipy.spatial import cKDTree


def icp_step(P, Q):
    match = cKDTree(Q).query(P)[1]
    A = Q[match]
    U, _, Vt = np.linalg.svd((P - P.mean(axis=0)).T @ (A - A.mean(axis=0)))
    U[:, -1] *= np.linalg.det(U @ Vt)
    return U @ Vt, match
