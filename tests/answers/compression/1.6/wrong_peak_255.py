# verdict: check-1-6-decibels=0 check-1-6-peak=0 check-1-6-equal=2 check-1-6-bytes=2
# message: the peak is 1 by default
def psnr(reference, image, peak=1.0):
    mse = np.mean(np.subtract(reference, image, dtype=float) ** 2)
    return np.inf if mse == 0 else 10 * np.log10(255**2 / mse)
