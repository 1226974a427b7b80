# verdict: check-1-7-channels=5 check-1-7-clipped=4 check-1-7-inputs=0
# message: your function changed its argument image
def compress_rgb(image, k):
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        image[:, :, c] = (U[:, :k] * s[:k]) @ Vt[:k]
    return np.clip(image, 0, 1)
