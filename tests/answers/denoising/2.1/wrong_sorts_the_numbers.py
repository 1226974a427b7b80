# verdict: check-2-1-columns=0 check-2-1-back=4 check-2-1-inverse=0 check-2-1-kinds=2
# message: the numbers of each image were sorted


def stack_columns(images):
    images = np.asarray(images)
    return np.sort(images.reshape(len(images), -1), axis=1).T


def unstack_columns(S, shape):
    return np.asarray(S).T.reshape(-1, *shape)
