# verdict: check-4-3-match=4 check-4-3-best=6 check-4-3-rotation=4 check-4-3-edges=2
from scipy.linalg import orthogonal_procrustes
from scipy.spatial import cKDTree


def icp_step(P, Q):
    match = cKDTree(Q).query(P)[1]
    B, A = P - P.mean(axis=0), Q[match] - Q[match].mean(axis=0)
    R, _ = orthogonal_procrustes(B, A)
    if np.linalg.det(R) < 0:
        _, vectors = np.linalg.eigh(A.T @ B @ B.T @ A)
        v = vectors[:, 0]  # the direction with the smallest singular value
        R = R @ (np.eye(len(v)) - 2 * np.outer(v, v))
    return B @ R + Q[match].mean(axis=0), match
