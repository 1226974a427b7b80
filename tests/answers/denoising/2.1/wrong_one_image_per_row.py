# verdict: check-2-1-columns=0 check-2-1-back=0 check-2-1-inverse=0 check-2-1-kinds=0
# message: stack_columns(images) must have shape (3, 2), but it has shape (2, 3). Is it transposed?


def stack_columns(images):
    images = np.asarray(images)
    return images.reshape(len(images), -1)


def unstack_columns(S, shape):
    return np.asarray(S).reshape(-1, *shape)
