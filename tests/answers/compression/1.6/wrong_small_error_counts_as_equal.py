# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=0 check-1-6-bytes=2
# message: psnr is infinite for equal images only
def psnr(reference, image, peak=1.0):
    mse = np.mean((reference.astype(float) - image.astype(float)) ** 2)
    return np.inf if mse < 1e-6 else 10 * np.log10(peak**2 / mse)
