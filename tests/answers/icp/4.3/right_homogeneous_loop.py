# verdict: check-4-3-match=4 check-4-3-best=6 check-4-3-rotation=4 check-4-3-edges=2
import scipy.linalg


def icp_step(P, Q):
    P, Q = np.array(P, dtype=float), np.array(Q, dtype=float)
    match = np.array([np.argmin(np.linalg.norm(Q - point, axis=1)) for point in P])
    C = np.zeros((P.shape[1], P.shape[1]))
    p, a = sum(P) / len(P), sum(Q[match]) / len(P)
    for point, j in zip(P, match):
        C += np.outer(point - p, Q[j] - a)
    U, _, Vt = scipy.linalg.svd(C)
    R = U @ Vt
    if scipy.linalg.det(R) < 0:
        Vt[-1] = -Vt[-1]
        R = U @ Vt
    t = a - p @ R
    return [row @ R + t for row in P], match.tolist()
