# verdict: check-4-2-value=0 check-4-2-space=0 check-4-2-edges=0
# message: returned None
def match_rms(P, Q, match):
    print(np.sqrt(np.mean(np.sum((P.astype(float) - Q[match]) ** 2, axis=1))))
