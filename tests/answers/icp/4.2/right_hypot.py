# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=2
def match_rms(P, Q, match):
    length = 0.0
    for p, q in zip(P.astype(float).tolist(), Q[match].astype(float).tolist()):
        for a, b in zip(p, q):
            length = np.hypot(length, a - b)
    return np.array(length / len(P) ** 0.5)
