# verdict: check-2-1-columns=5 check-2-1-back=0 check-2-1-inverse=0 check-2-1-kinds=2
# message: transpose S before you reshape


def stack_columns(images):
    images = np.asarray(images)
    return images.reshape(len(images), -1).T


def unstack_columns(S, shape):
    return np.asarray(S).reshape(-1, *shape)
