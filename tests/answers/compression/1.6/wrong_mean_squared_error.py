# verdict: check-1-6-decibels=0 check-1-6-peak=0 check-1-6-equal=0 check-1-6-bytes=2
# message: this is the mean squared error
def psnr(reference, image, peak=1.0):
    return np.mean(np.subtract(reference, image, dtype=float) ** 2)
