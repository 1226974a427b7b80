# verdict: check-4-2-value=0 check-4-2-space=0 check-4-2-edges=2
# message: mean distance
def match_rms(P, Q, match):
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    return np.mean(np.linalg.norm(P - Q[match], axis=1))
