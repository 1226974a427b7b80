# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=0
# message: uint8 wraps around
def psnr(reference, image, peak=1.0):
    mse = np.mean((reference - image) ** 2)
    return np.inf if mse == 0 else 10 * np.log10(peak**2 / mse)
