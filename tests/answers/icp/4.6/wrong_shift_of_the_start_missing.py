# verdict: check-4-6-angle=5 check-4-6-result=0 check-4-6-start=3
# message: The start turn has a shift
def best_start(P, Q, angles):
    P = np.asarray(P, dtype=float)
    p, runs = P.mean(axis=0), []
    for angle in angles:
        phi = np.deg2rad(angle)
        T = np.array([[np.cos(phi), np.sin(phi)], [-np.sin(phi), np.cos(phi)]])
        X, R, t, errors = plane_icp((P - p) @ T + p, Q)
        runs.append((X, T @ R, t, errors))
    k = int(np.argmin([run[3][-1] for run in runs]))
    return angles[k], runs[k]
