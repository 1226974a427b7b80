# verdict: check-2-4-rank=0 check-2-4-ends=0 check-2-4-clipped=3 check-2-4-kinds=0
# message: nothing in the function may be drawn at random


def denoise(images, r):
    images = np.asarray(images)
    S = images.reshape(len(images), -1).T
    mean = S.mean(axis=1, keepdims=True)
    Q = np.linalg.qr(np.random.normal(size=(len(S), min(r, len(S)))))[0]
    return np.clip(mean + Q @ (Q.T @ (S - mean)), 0, 1).T.reshape(images.shape)
