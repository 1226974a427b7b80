# verdict: check-4-1-plane=5 check-4-1-space=5 check-4-1-ties=4
def closest_points(P, Q):
    gaps = P[:, None, :] - Q[None, :, :]
    return np.einsum("ijk,ijk->ij", gaps, gaps).argmin(axis=1)
