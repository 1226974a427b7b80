# verdict: check-2-7-images=6 check-2-7-clipped=0 check-2-7-kinds=2
# message: values left [0, 1]: they run from


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    return columns.T.reshape(-1, *shape)
