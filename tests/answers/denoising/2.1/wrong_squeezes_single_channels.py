# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=0 check-2-1-kinds=2
# message: must have shape (1, 2, 4, 3), but it has shape (2, 4, 3)


def stack_columns(images):
    images = np.asarray(images)
    return images.reshape(len(images), -1).T


def unstack_columns(S, shape):
    return np.asarray(S).T.reshape(-1, *shape).squeeze()
