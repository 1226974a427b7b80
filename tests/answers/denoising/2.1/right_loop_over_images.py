# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=3 check-2-1-kinds=2


def stack_columns(images):
    images = [np.asarray(image) for image in images]
    S = np.empty((images[0].size, len(images)), dtype=images[0].dtype)
    for i, image in enumerate(images):
        S[:, i] = image.ravel()
    return S


def unstack_columns(S, shape):
    S = np.asarray(S)
    return np.array([S[:, i].reshape(shape) for i in range(S.shape[1])])
