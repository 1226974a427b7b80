# verdict: check-1-6-decibels=0 check-1-6-peak=0 check-1-6-equal=0 check-1-6-bytes=0
# message: psnr(reference, image) must be one number, but it has shape (2,)
def psnr(reference, image, peak=1.0):
    mse = np.mean((reference.astype(float) - image) ** 2, axis=0)
    return 10 * np.log10(peak**2 / mse)
