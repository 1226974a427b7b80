# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=2
def match_rms(P, Q, match):
    kind = P.dtype if P.dtype.kind == "f" else np.float64
    gaps = P.astype(kind) - Q.astype(kind)[match]
    return np.sqrt((gaps * gaps).sum(axis=1).mean())
