# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
import math


def psnr(reference, image, peak=1.0):
    d = np.ravel(np.subtract(reference, image, dtype=float))
    rmse = math.sqrt(d @ d / d.size)
    return math.inf if rmse == 0 else 20 * math.log10(peak / rmse)
