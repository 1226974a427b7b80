# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=0 check-2-4-kinds=3
# message: Clip the result, at 0 and at 1


def denoise(images, r):
    images = np.asarray(images)
    S = images.reshape(len(images), -1).T
    mean = S.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)
    X = mean + (U[:, :r] * s[:r]) @ Vt[:r]
    return np.minimum(X, 1).T.reshape(images.shape)
