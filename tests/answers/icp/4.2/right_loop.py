# verdict: check-4-2-value=5 check-4-2-space=3 check-4-2-edges=2
import math


def match_rms(P, Q, match):
    total = 0.0
    for p, j in zip(P, match):
        total += math.dist(p, Q[j]) ** 2
    return math.sqrt(total / len(P))
