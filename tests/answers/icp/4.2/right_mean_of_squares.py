# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=2
def match_rms(P, Q, match):
    gaps = np.linalg.norm(P.astype(float) - Q.astype(float)[match], axis=1)
    return np.sqrt((gaps**2).mean())
