# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=3


def denoise(images, r):
    images = np.asarray(images, dtype=float)
    N = len(images)
    rows = images.reshape(N, -1)
    left = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)[0][:, :r]
    weights = 1 / N + left @ left.T @ (np.eye(N) - 1 / N)
    return np.clip(weights @ rows, 0, 1).reshape(images.shape)
