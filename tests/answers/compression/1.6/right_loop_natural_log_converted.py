# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
import math


def psnr(reference, image, peak=1.0):
    total, count = 0.0, 0
    for a, b in zip(reference.flat, image.flat):
        total += (float(a) - float(b)) ** 2
        count += 1
    return math.inf if total == 0 else 10 * math.log(peak**2 * count / total) / math.log(10)
