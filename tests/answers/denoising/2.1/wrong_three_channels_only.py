# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=0 check-2-1-kinds=2
# message: the number of channels included


def stack_columns(images):
    images = np.asarray(images)
    N, m, n, _ = images.shape
    return images.reshape(N, m * n * 3).T


def unstack_columns(S, shape):
    return np.asarray(S).T.reshape(-1, shape[0], shape[1], 3)
