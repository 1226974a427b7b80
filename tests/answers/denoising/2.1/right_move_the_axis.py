# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=3 check-2-1-kinds=2


def stack_columns(images):
    images = np.moveaxis(np.asarray(images), 0, -1)
    return images.reshape(-1, images.shape[-1])


def unstack_columns(S, shape):
    S = np.asarray(S)
    return np.moveaxis(S.reshape(*shape, S.shape[1]), -1, 0)
