# verdict: check-1-6-decibels=4 check-1-6-peak=2 check-1-6-equal=2 check-1-6-bytes=2
def psnr(reference, image, peak=1.0):
    if reference.dtype == np.uint8:
        reference, image = reference.astype(np.float32), image.astype(np.float32)
    mse = ((reference - image) ** 2).mean()
    return float("inf") if not mse else 10 * np.log10(peak * peak / mse)
