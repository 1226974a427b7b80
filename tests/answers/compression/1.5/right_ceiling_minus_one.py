# verdict: check-1-5-stored=4 check-1-5-largest=4 check-1-5-equal=2
import math
from fractions import Fraction


def numbers_stored(m, n, k):
    return k * m + k + k * n


def largest_useful_k(m, n):
    return math.ceil(Fraction(m * n, m + n + 1)) - 1
