# verdict: check-2-7-images=0 check-2-7-clipped=3 check-2-7-kinds=2
# message: Is the number of directions fixed?


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, :2]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    return np.clip(columns, 0, 1).T.reshape(-1, *shape)
