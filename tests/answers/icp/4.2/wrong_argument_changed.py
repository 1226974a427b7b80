# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=0
# message: changed its argument P
def match_rms(P, Q, match):
    P -= Q[match]
    return np.sqrt(np.mean(np.sum(P.astype(float) ** 2, axis=1)))
