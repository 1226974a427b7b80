# verdict: check-4-5-strays=0 check-4-5-anew=0 check-4-5-errors=0 check-4-5-all=0
# message: not of their distance
from scipy.spatial import cKDTree


def rigid(B, A):
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((B - b).T @ (A - a))
    D = np.eye(B.shape[1])
    D[-1, -1] = np.linalg.det(U @ Vt)
    R = U @ D @ Vt
    return R, a - b @ R


def trimmed_icp(P, Q, keep=0.8, max_iterations=50):
    X, n = np.array(P, dtype=float), max(1, round(keep * len(P)))
    R, t = np.eye(X.shape[1]), np.zeros(X.shape[1])
    errors = []
    for step in range(max_iterations + 1):
        distances, match = cKDTree(Q).query(X)
        best = distances <= keep * distances.max()
        errors.append(np.sqrt(np.mean(distances[best] ** 2)))
        if step == max_iterations or (step > 0 and errors[-2] - errors[-1] <= 1e-8):
            break
        step_R, step_t = rigid(X[best], Q[match[best]])
        X = X @ step_R + step_t
        R, t = R @ step_R, t @ step_R + step_t
    return X, R, t, errors
