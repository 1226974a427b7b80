# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=3


def to_columns(images):
    return np.stack([np.ravel(image) for image in images], axis=1)


def denoise(images, r):
    S = to_columns(images)
    mean = np.mean(S, axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)
    result = mean + U @ np.diag(np.where(np.arange(len(s)) < r, s, 0)) @ Vt
    return np.stack([np.clip(x, 0, 1).reshape(np.shape(images)[1:]) for x in result.T])
