# verdict: check-1-6-decibels=0 check-1-6-peak=0 check-1-6-equal=0 check-1-6-bytes=0
# message: psnr(reference, image) returned None
def psnr(reference, image, peak=1.0):
    mse = np.mean(np.subtract(reference, image, dtype=float) ** 2)
    print(10 * np.log10(peak**2 / mse))
