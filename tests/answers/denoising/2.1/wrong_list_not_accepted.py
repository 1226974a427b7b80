# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=3 check-2-1-kinds=0
# message: a nested list is welcome too


def stack_columns(images):
    return images.reshape(len(images), -1).T


def unstack_columns(S, shape):
    return S.T.reshape(-1, *shape)
