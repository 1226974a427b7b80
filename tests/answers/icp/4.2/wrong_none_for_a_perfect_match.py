# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=0
# message: returned None
def match_rms(P, Q, match):
    squared = np.sum((np.asarray(P, dtype=float) - Q[match]) ** 2, axis=1)
    if squared.any():
        return np.sqrt(squared.mean())
