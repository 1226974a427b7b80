# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=0
# message: changed its argument images


def denoise(images, r):
    images = np.asarray(images)
    mean = images.mean(axis=0)
    if images.dtype.kind == "f":
        images -= mean
    else:
        images = images - mean
    S = images.reshape(len(images), -1).T
    U, s, Vt = np.linalg.svd(S, full_matrices=False)
    low_rank = ((U[:, :r] * s[:r]) @ Vt[:r]).T.reshape(images.shape)
    return np.clip(mean + low_rank, 0, 1)
