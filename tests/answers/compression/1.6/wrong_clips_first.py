# verdict: check-1-6-decibels=0 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
# message: the image was clipped before
def psnr(reference, image, peak=1.0):
    image = np.clip(np.float64(image), 0, peak)
    mse = np.mean((np.float64(reference) - image) ** 2)
    return np.inf if mse == 0 else 10 * np.log10(peak**2 / mse)
