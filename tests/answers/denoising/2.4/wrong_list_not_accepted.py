# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=0
# message: a nested list is welcome too


def denoise(images, r):
    S = images.reshape(len(images), -1).T
    mean = S.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)
    return np.clip(mean + (U[:, :r] * s[:r]) @ Vt[:r], 0, 1).T.reshape(images.shape)
