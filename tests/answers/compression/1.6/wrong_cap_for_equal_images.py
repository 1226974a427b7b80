# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=0 check-1-6-bytes=2
# message: psnr(image, image) should be infinite, but it is 100
def psnr(reference, image, peak=1.0):
    d = reference.astype(float) - image.astype(float)
    mse = np.mean(d**2)
    if mse == 0:
        return 100.0
    return 10 * np.log10(peak**2 / mse)
