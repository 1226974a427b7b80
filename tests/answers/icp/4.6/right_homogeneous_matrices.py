# verdict: check-4-6-angle=5 check-4-6-result=4 check-4-6-start=3
def best_start(P, Q, angles):
    lowest, best = np.inf, None
    for angle in np.asarray(angles, dtype=float):
        phi, p = np.radians(angle), np.mean(P, axis=0)
        start, step, back = np.eye(3), np.eye(3), np.eye(3)
        start[2, :2], back[2, :2] = -p, p
        start[:, :2] = start @ np.array(
            [[np.cos(phi), np.sin(phi)], [-np.sin(phi), np.cos(phi)], [0, 0]]
        )
        start = start @ back
        start[2, 2] = 1
        start[2, :2] = p - p @ start[:2, :2]
        X, step[:2, :2], step[2, :2], errors = plane_icp(P @ start[:2, :2] + start[2, :2], Q)
        total = start @ step
        if min(errors) <= lowest:
            lowest, best = min(errors), (angle, [X, total[:2, :2], total[2, :2], errors])
    return best
