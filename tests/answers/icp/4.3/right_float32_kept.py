# verdict: check-4-3-match=4 check-4-3-best=6 check-4-3-rotation=4 check-4-3-edges=2
from scipy.spatial.distance import cdist


def icp_step(P, Q):
    kind = P.dtype if P.dtype.kind == "f" else np.float64
    P, Q = P.astype(kind), Q.astype(kind)
    match = cdist(P, Q).argmin(axis=1)
    p, a = P.mean(axis=0), Q[match].mean(axis=0)
    U, _, Vt = np.linalg.svd((P - p).T @ (Q[match] - a))
    if np.linalg.det(U) * np.linalg.det(Vt) < 0:
        Vt[-1] *= -1
    return ((P - p) @ U @ Vt + a).astype(kind), match
