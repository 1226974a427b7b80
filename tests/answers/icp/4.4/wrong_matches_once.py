# verdict: check-4-4-aligned=0 check-4-4-transform=6 check-4-4-errors=0 check-4-4-stops=0 check-4-4-edges=3
# message: match again in each step
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
    X = np.array(P, dtype=float)
    R, t = np.eye(X.shape[1]), np.zeros(X.shape[1])
    error, match = nearest(X, Q)
    errors = [error]
    for _ in range(max_iterations):
        step_R, step_t = rigid(X, Q[match])
        X = X @ step_R + step_t
        R, t = R @ step_R, t @ step_R + step_t
        error = np.sqrt(np.mean(np.sum((X - Q[match]) ** 2, axis=1)))
        errors.append(error)
        if errors[-2] - errors[-1] <= tolerance:
            break
    return X, R, t, errors
