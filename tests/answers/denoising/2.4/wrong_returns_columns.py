# verdict: check-2-4-rank=0 check-2-4-ends=0 check-2-4-clipped=0 check-2-4-kinds=0
# message: a matrix with one image per column


def denoise(images, r):
    images = np.asarray(images)
    S = images.reshape(len(images), -1).T
    mean = S.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)
    return np.clip(mean + (U[:, :r] * s[:r]) @ Vt[:r], 0, 1)
