# verdict: check-1-7-channels=5 check-1-7-clipped=4 check-1-7-inputs=0
# message: the result is cut to whole numbers
def compress_rgb(image, k):
    result = np.zeros_like(image)
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        result[:, :, c] = np.clip((U[:, :k] * s[:k]) @ Vt[:k], 0, 1)
    return result
