# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=3


def denoise(images, r):
    images = np.asarray(images, dtype=float)
    rows = images.reshape(images.shape[0], -1)
    mean = rows.mean(axis=0)
    U, s, Vt = np.linalg.svd(rows - mean, full_matrices=False)
    return np.clip(mean + U[:, :r] @ np.diag(s[:r]) @ Vt[:r], 0, 1).reshape(images.shape)
