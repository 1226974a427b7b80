# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=0 check-2-4-kinds=3
# message: values left [0, 1]: they run from


def denoise(images, r):
    images = np.asarray(images)
    S = images.reshape(len(images), -1).T
    mean = S.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(S - mean, full_matrices=False)
    return (mean + (U[:, :r] * s[:r]) @ Vt[:r]).T.reshape(images.shape)
