# verdict: check-2-4-rank=0 check-2-4-ends=0 check-2-4-clipped=3 check-2-4-kinds=3
# message: each image was treated on its own


def denoise(images, r):
    result = np.array(images, dtype=float)
    for image in result:
        for c in range(image.shape[2]):
            U, s, Vt = np.linalg.svd(image[:, :, c] - image[:, :, c].mean(), full_matrices=False)
            image[:, :, c] = image[:, :, c].mean() + (U[:, :r] * s[:r]) @ Vt[:r]
    return np.clip(result, 0, 1)
