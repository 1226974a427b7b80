# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=2
def match_rms(P, Q, match):
    d = np.array(P, dtype=float) - np.array(Q, dtype=float)[match]
    return float(np.sqrt(np.einsum("ij,ij->", d, d) / d.shape[0]))
