# verdict: check-1-7-channels=0 check-1-7-clipped=4 check-1-7-inputs=3
# message: the channels were averaged
def compress_rgb(image, k):
    U, s, Vt = np.linalg.svd(image.mean(axis=2), full_matrices=False)
    grey = np.clip((U[:, :k] * s[:k]) @ Vt[:k], 0, 1)
    return np.dstack([grey, grey, grey])
