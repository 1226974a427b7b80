# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=2
def match_rms(P, Q, match):
    return np.linalg.norm(np.subtract(P, Q[match], dtype=float)) / np.sqrt(len(P))
