# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=3 check-2-1-kinds=0
# message: keep the dtype


def stack_columns(images):
    N, m, n, p = np.shape(images)
    S = np.zeros((m * n * p, N))
    for i in range(N):
        S[:, i] = np.ravel(images[i])
    return S


def unstack_columns(S, shape):
    S = np.asarray(S)
    images = np.zeros((S.shape[1], *shape))
    for i in range(S.shape[1]):
        images[i] = S[:, i].reshape(shape)
    return images
