# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=3


def denoise(images, r):
    images = np.asarray(images, dtype=float)
    S = images.reshape(len(images), -1).T
    mean = S.mean(axis=1, keepdims=True)
    A = S - mean
    values, V = np.linalg.eigh(A.T @ A)
    V = V[:, np.argsort(values)[::-1][:r]]
    return np.clip(mean + A @ V @ V.T, 0, 1).T.reshape(images.shape)
