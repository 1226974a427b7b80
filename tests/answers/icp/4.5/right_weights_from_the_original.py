# verdict: check-4-5-strays=4 check-4-5-anew=3 check-4-5-errors=4 check-4-5-all=3
from scipy.spatial.distance import cdist


def trimmed_icp(P, Q, keep=0.8, max_iterations=50):
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    R, t, errors = np.eye(P.shape[1]), np.zeros(P.shape[1]), []
    while True:
        D = cdist(P @ R + t, Q)
        match, gaps = D.argmin(axis=1), D.min(axis=1)
        w = np.zeros(len(P))
        w[np.argsort(gaps)[: max(1, round(keep * len(P)))]] = 1
        errors.append(float(np.sqrt(w @ gaps**2 / w.sum())))
        if len(errors) > max_iterations or (len(errors) > 1 and errors[-2] - errors[-1] <= 1e-8):
            return P @ R + t, R, t, errors
        p, a = w @ P / w.sum(), w @ Q[match] / w.sum()
        U, _, Vt = np.linalg.svd(((P - p) * w[:, None]).T @ (Q[match] - a))
        U[:, -1] *= np.sign(np.linalg.det(U @ Vt))
        R = U @ Vt
        t = a - p @ R
