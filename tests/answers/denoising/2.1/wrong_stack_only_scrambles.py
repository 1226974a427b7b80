# verdict: check-2-1-columns=0 check-2-1-back=4 check-2-1-inverse=0 check-2-1-kinds=2
# message: reshape(-1, N) mixes them


def stack_columns(images):
    images = np.asarray(images)
    return images.reshape(-1, len(images))


def unstack_columns(S, shape):
    return np.asarray(S).T.reshape(-1, *shape)
