# verdict: check-1-7-channels=0 check-1-7-clipped=0 check-1-7-inputs=0
# message: the SVD was taken of each row of pixels
def compress_rgb(image, k):
    U, s, Vt = np.linalg.svd(image, full_matrices=False)
    low = (U[:, :, :k] * s[:, None, :k]) @ Vt[:, :k]
    return np.clip(low, 0, 1)
