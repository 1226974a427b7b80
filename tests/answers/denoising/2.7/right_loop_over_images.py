# verdict: check-2-7-images=6 check-2-7-clipped=3 check-2-7-kinds=2


def synthesize(U, mean, coordinates, shape):
    U, mean, c = np.asarray(U), np.ravel(mean), np.asarray(coordinates)
    images = []
    for j in range(c.shape[1]):
        column = mean.astype(float)
        for i in range(c.shape[0]):
            column = column + c[i, j] * U[:, i]
        images.append(np.clip(column, 0, 1).reshape(shape))
    return np.array(images)
