# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
def psnr(reference, image, peak=1.0):
    mse = np.mean((reference.astype(float) - image.astype(float)) ** 2)
    if mse == 0:
        return np.inf
    return 10 * np.log10(peak**2 / mse)
