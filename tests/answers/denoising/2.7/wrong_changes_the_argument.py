# verdict: check-2-7-images=6 check-2-7-clipped=3 check-2-7-kinds=0
# message: changed its argument mean


def synthesize(U, mean, coordinates, shape):
    mean, c = np.asarray(mean), np.asarray(coordinates)
    columns = np.asarray(U)[:, : len(c)] @ c + mean
    if c.shape[1] == 1:
        mean[:] = columns
    return np.clip(columns, 0, 1).T.reshape(-1, *shape)
