# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=3 check-2-1-kinds=2


def stack_columns(images):
    images = np.asarray(images)
    return np.einsum("abcd->dbca", images).reshape(-1, images.shape[0])


def unstack_columns(S, shape):
    m, n, p = shape
    S = np.asarray(S)
    return np.einsum("dbca->abcd", S.reshape(p, m, n, S.shape[1]))
