# verdict: check-2-1-columns=5 check-2-1-back=4 check-2-1-inverse=3 check-2-1-kinds=2


def stack_columns(images):
    rows = []
    for image in images:
        rows.append(np.asarray(image).flatten())
    return np.column_stack(rows)


def unstack_columns(S, shape):
    S = np.asarray(S)
    result = np.empty((S.shape[1], shape[0], shape[1], shape[2]), S.dtype)
    for j in range(S.shape[1]):
        result[j] = S[:, j].reshape(shape[0], shape[1], shape[2])
    return result
