# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=3

from scipy.linalg import svd


def denoise(images, r):
    images = np.array(images, dtype=float)
    average = images.mean(axis=0)
    U, s, Vt = svd((images - average).reshape(len(images), -1).T, full_matrices=False)
    result = np.zeros(images.shape)
    for j in range(len(images)):
        column = average.ravel().copy()
        for i in range(min(r, len(s))):
            column += s[i] * Vt[i, j] * U[:, i]
        result[j] = column.reshape(images.shape[1:])
    result[result < 0] = 0
    result[result > 1] = 1
    return result
