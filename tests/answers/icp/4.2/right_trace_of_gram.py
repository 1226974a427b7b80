# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=2
def match_rms(P, Q, match):
    D = (np.asarray(P, dtype=float) - Q[match]).T
    return np.sqrt(np.trace(D @ D.T) / D.shape[1])
