# verdict: check-2-7-images=0 check-2-7-clipped=0 check-2-7-kinds=0
# message: the directions are columns of U


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U).T[:, : len(coordinates)]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    return np.clip(columns, 0, 1).T.reshape(-1, *shape)
