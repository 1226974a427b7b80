# verdict: check-2-1-columns=0 check-2-1-back=0 check-2-1-inverse=0 check-2-1-kinds=0
# message: cannot reshape


def stack_columns(images):
    images = np.asarray(images)
    N, m, n, _ = images.shape
    return images.reshape(N, m * n * 3).T


def unstack_columns(S, shape):
    return np.asarray(S).T.reshape(-1, shape[0], shape[1], 3)
