# verdict: check-1-7-channels=5 check-1-7-clipped=4 check-1-7-inputs=0
# message: image should work as a square one does
def compress_rgb(image, k):
    n = len(image)
    result = np.zeros((n, n, 3))
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c])
        result[:, :, c] = (U[:, :k] * s[:k]) @ Vt[:k]
    return np.clip(result, 0, 1)
