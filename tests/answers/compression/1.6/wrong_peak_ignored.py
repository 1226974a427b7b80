# verdict: check-1-6-decibels=4 check-1-6-peak=0 check-1-6-equal=2 check-1-6-bytes=2
# message: peak is not used
def psnr(reference, image, peak=1.0):
    d = reference.astype(float) - image.astype(float)
    mse = np.mean(d**2)
    if mse == 0:
        return np.inf
    return 10 * np.log10(1 / mse)
