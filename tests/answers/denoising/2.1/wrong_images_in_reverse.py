# verdict: check-2-1-columns=0 check-2-1-back=0 check-2-1-inverse=3 check-2-1-kinds=2
# message: column 0 holds image 1


def stack_columns(images):
    images = np.asarray(images)[::-1]
    return images.reshape(len(images), -1).T


def unstack_columns(S, shape):
    return np.asarray(S).T.reshape(-1, *shape)[::-1]
