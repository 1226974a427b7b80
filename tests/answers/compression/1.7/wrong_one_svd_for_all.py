# verdict: check-1-7-channels=0 check-1-7-clipped=4 check-1-7-inputs=3
# message: the channels went through one SVD together
def compress_rgb(image, k):
    m, n, c = image.shape
    U, s, Vt = np.linalg.svd(image.reshape(m, n * c), full_matrices=False)
    return np.clip((U[:, :k] * s[:k]) @ Vt[:k], 0, 1).reshape(m, n, c)
