# verdict: check-4-2-value=0 check-4-2-space=0 check-4-2-edges=0
# message: row by row
def match_rms(P, Q, match):
    P, Q = np.asarray(P, dtype=float), np.asarray(Q, dtype=float)
    n = min(len(P), len(Q))
    return np.sqrt(np.sum((P[:n] - Q[:n]) ** 2) / n)
