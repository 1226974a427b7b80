# verdict: check-2-7-images=0 check-2-7-clipped=0 check-2-7-kinds=0
# message: the first two are 0 and 1


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, 1 : len(coordinates) + 1]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    return np.clip(columns, 0, 1).T.reshape(-1, *shape)
