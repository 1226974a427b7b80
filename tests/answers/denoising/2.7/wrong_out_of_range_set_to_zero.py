# verdict: check-2-7-images=6 check-2-7-clipped=0 check-2-7-kinds=2
# message: values above 1 became 0


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    columns[(columns < 0) | (columns > 1)] = 0
    return columns.T.reshape(-1, *shape)
