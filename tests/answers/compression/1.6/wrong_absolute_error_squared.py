# verdict: check-1-6-decibels=0 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
# message: the mean absolute error was squared
def psnr(reference, image, peak=1.0):
    error = np.mean(np.abs(np.subtract(reference, image, dtype=float)))
    return np.inf if error == 0 else 20 * np.log10(peak / error)
