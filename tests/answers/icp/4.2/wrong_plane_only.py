# verdict: check-4-2-value=5 check-4-2-space=0 check-4-2-edges=2
# message: first two coordinates
def match_rms(P, Q, match):
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    return np.sqrt(np.mean((P[:, 0] - Q[match, 0]) ** 2 + (P[:, 1] - Q[match, 1]) ** 2))
