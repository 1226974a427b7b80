# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
def psnr(reference, image, peak=1.0):
    error = np.linalg.norm(np.float64(reference).ravel() - np.float64(image).ravel())
    with np.errstate(divide="ignore"):
        return 20 * (np.log10(peak * np.sqrt(np.size(image))) - np.log10(error))
