# verdict: check-1-6-decibels=0 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
# message: a colour image has three axes
def psnr(reference, image, peak=1.0):
    m, n = reference.shape
    mse = sum(
        (float(reference[i, j]) - float(image[i, j])) ** 2 for i in range(m) for j in range(n)
    )
    mse = mse / (m * n)
    return np.inf if mse == 0 else 10 * np.log10(peak**2 / mse)
