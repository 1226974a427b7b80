# verdict: check-2-7-images=6 check-2-7-clipped=0 check-2-7-kinds=2
# message: Clip the result, at 0 and at 1


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    return np.maximum(columns, 0).T.reshape(-1, *shape)
