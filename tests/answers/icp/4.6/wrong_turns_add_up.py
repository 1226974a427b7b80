# verdict: check-4-6-angle=0 check-4-6-result=0 check-4-6-start=3
# message: if each turn is added to those before it
def best_start(P, Q, angles):
    P = np.asarray(P, dtype=float)
    p, runs = P.mean(axis=0), []
    for angle in angles:
        phi = np.deg2rad(angle)
        T = np.array([[np.cos(phi), np.sin(phi)], [-np.sin(phi), np.cos(phi)]])
        P = (P - p) @ T + p
        X, R, t, errors = plane_icp(P, Q)
        runs.append((X, T @ R, (p - p @ T) @ R + t, errors))
    k = int(np.argmin([run[3][-1] for run in runs]))
    return angles[k], runs[k]
