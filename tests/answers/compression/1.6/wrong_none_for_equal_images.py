# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=0 check-1-6-bytes=2
# message: psnr(image, image) returned None
def psnr(reference, image, peak=1.0):
    mse = np.mean(np.subtract(reference, image, dtype=float) ** 2)
    if mse > 0:
        return 10 * np.log10(peak**2 / mse)
