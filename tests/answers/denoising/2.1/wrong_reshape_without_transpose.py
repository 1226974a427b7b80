# verdict: check-2-1-columns=0 check-2-1-back=0 check-2-1-inverse=3 check-2-1-kinds=2
# message: one column holds numbers of both images


def stack_columns(images):
    images = np.asarray(images)
    return images.reshape(-1, len(images))


def unstack_columns(S, shape):
    return np.asarray(S).reshape(-1, *shape)
