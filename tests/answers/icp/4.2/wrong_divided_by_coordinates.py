# verdict: check-4-2-value=0 check-4-2-space=0 check-4-2-edges=2
# message: divided by N·d
def match_rms(P, Q, match):
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    return np.sqrt(np.mean((P - Q[match]) ** 2))
