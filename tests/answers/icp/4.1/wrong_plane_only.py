# verdict: check-4-1-plane=5 check-4-1-space=0 check-4-1-ties=4
# message: compare only the first two coordinates
def closest_points(P, Q):
    x = P[:, None, 0] - Q[None, :, 0]
    y = P[:, None, 1] - Q[None, :, 1]
    return (x**2 + y**2).argmin(axis=1)
