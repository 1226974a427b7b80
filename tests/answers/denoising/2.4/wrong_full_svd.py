# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=0
# message: Take the thin SVD


def denoise(images, r):
    images = np.asarray(images)
    S = images.reshape(len(images), -1).T
    mean = S.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean)
    r = min(r, len(s))
    return np.clip(mean + (U[:, :r] * s[:r]) @ Vt[:r], 0, 1).T.reshape(images.shape)
