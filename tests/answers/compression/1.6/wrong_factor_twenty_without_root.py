# verdict: check-1-6-decibels=0 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
# message: the factor 20 goes with the root
def psnr(reference, image, peak=1.0):
    d = reference.astype(float) - image.astype(float)
    mse = np.mean(d**2)
    if mse == 0:
        return np.inf
    return 20 * np.log10(peak**2 / mse)
