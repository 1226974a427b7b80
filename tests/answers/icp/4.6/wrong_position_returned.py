# verdict: check-4-6-angle=0 check-4-6-result=4 check-4-6-start=3
# message: position of the best angle in the list
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
        error, match = nearest(X, Q)
        errors.append(error)
        if errors[-2] - errors[-1] <= tolerance:
            break
    return X, R, t, errors


def best_start(P, Q, angles):
    P = np.asarray(P, dtype=float)
    p, runs = P.mean(axis=0), []
    for angle in angles:
        phi = np.deg2rad(angle)
        T = np.array([[np.cos(phi), np.sin(phi)], [-np.sin(phi), np.cos(phi)]])
        X, R, t, errors = icp((P - p) @ T + p, Q)
        runs.append((X, T @ R, (p - p @ T) @ R + t, errors))
    k = int(np.argmin([run[3][-1] for run in runs]))
    return k, runs[k]
