# verdict: check-4-3-match=4 check-4-3-best=6 check-4-3-rotation=4 check-4-3-edges=2
from scipy.spatial import cKDTree


def icp_step(P, Q):
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    match = ((P[:, None] - Q) ** 2).sum(axis=2).argmin(axis=1)
    A = Q[match]
    p, a = P.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((P - p).T @ (A - a))
    R = U @ Vt
    if np.linalg.det(R) < 0:
        U[:, -1] *= -1
        R = U @ Vt
    return (P - p) @ R + a, match
