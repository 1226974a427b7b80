# verdict: check-1-6-decibels=0 check-1-6-peak=0 check-1-6-equal=0 check-1-6-bytes=0
# message: operands could not be broadcast together with shapes (100,85)
grey = datasets.portrait(100).mean(axis=2)


def psnr(reference, image, peak=1.0):
    mse = np.mean((grey - image) ** 2)
    return np.inf if mse == 0 else 10 * np.log10(peak**2 / mse)
