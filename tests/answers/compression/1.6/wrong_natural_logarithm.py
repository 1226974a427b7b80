# verdict: check-1-6-decibels=0 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
# message: the natural logarithm was used
def psnr(reference, image, peak=1.0):
    d = reference.astype(float) - image.astype(float)
    mse = np.mean(d**2)
    if mse == 0:
        return np.inf
    return 10 * np.log(peak**2 / mse)
