# verdict: check-4-3-match=4 check-4-3-best=0 check-4-3-rotation=4 check-4-3-edges=2
# message: mean of all of Q
from scipy.spatial import cKDTree


def icp_step(P, Q):
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    match = cKDTree(Q).query(P)[1]
    A = Q[match]
    p, a = P.mean(axis=0), Q.mean(axis=0)
    U, s, Vt = np.linalg.svd((P - p).T @ (A - a))
    D = np.eye(P.shape[1])
    D[-1, -1] = np.linalg.det(U @ Vt)
    R = U @ D @ Vt
    return (P - p) @ R + a, match
