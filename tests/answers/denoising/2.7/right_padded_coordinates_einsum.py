# verdict: check-2-7-images=6 check-2-7-clipped=3 check-2-7-kinds=2


def synthesize(U, mean, coordinates, shape):
    U, mean, c = np.asarray(U), np.asarray(mean), np.asarray(coordinates)
    full = np.zeros((U.shape[1], c.shape[1]))
    full[: c.shape[0]] = c
    images = (np.einsum("rk,kj->jr", U, full) + mean.T).reshape(c.shape[1], *shape)
    images[images < 0] = 0
    images[images > 1] = 1
    return images
