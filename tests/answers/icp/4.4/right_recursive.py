# verdict: check-4-4-aligned=6 check-4-4-transform=6 check-4-4-errors=5 check-4-4-stops=4 check-4-4-edges=3
from scipy.spatial import cKDTree


def rigid(B, A):
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((B - b).T @ (A - a))
    D = np.eye(B.shape[1])
    D[-1, -1] = np.linalg.det(U @ Vt)
    R = U @ D @ Vt
    return R, a - b @ R


def nearest(P, Q):
    distances, match = cKDTree(Q).query(P)
    return np.sqrt(np.mean(distances**2)), match


def icp(P, Q, max_iterations=50, tolerance=1e-8):
    """Take one step, then let the rest of the steps be done from there."""
    P, d = np.asarray(P, dtype=float), P.shape[1]
    error, match = nearest(P, Q)
    if max_iterations == 0:
        return P, np.eye(d), np.zeros(d), [error]
    R, t = rigid(P, Q[match])
    moved = P @ R + t
    gained = error - nearest(moved, Q)[0]
    left = 0 if gained <= tolerance else max_iterations - 1
    X, next_R, next_t, errors = icp(moved, Q, left, tolerance)
    return X, R @ next_R, t @ next_R + next_t, [error, *errors]
