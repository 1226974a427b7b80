# verdict: check-5-6-values=4 check-5-6-edges=2
from fractions import Fraction


def storage_ratio(m, n, k):
    return float(k * (Fraction(1, n) + Fraction(1, m) + Fraction(1, m * n)))
