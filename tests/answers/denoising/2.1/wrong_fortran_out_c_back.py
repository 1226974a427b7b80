# verdict: check-2-1-columns=5 check-2-1-back=0 check-2-1-inverse=0 check-2-1-kinds=2
# message: in another order than the one in which your stack_columns has put them


def stack_columns(images):
    return np.stack([np.asarray(image).flatten(order="F") for image in images], axis=1)


def unstack_columns(S, shape):
    return np.asarray(S).T.reshape(-1, *shape)
