# verdict: check-2-7-images=6 check-2-7-clipped=3 check-2-7-kinds=2


def synthesize(U, mean, coordinates, shape):
    c = np.asarray(coordinates)
    patterns = np.asarray(U).T[: c.shape[0]].reshape(-1, *shape)
    images = np.asarray(mean).reshape(shape) + np.tensordot(c.T, patterns, axes=1)
    return np.minimum(np.maximum(images, 0.0), 1.0)
