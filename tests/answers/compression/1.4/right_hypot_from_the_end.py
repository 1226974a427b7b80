# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=2
import math


def truncation_errors(s):
    errors = [0.0]
    for value in reversed(s):
        errors.append(math.hypot(errors[-1], float(value)))
    return errors[::-1]
