# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=3 check-2-1-kinds=2


def stack_columns(images):
    images = np.asarray(images)
    return np.stack([image.flatten(order="F") for image in images], axis=1)


def unstack_columns(S, shape):
    S = np.asarray(S)
    return np.stack([column.reshape(shape, order="F") for column in S.T])
