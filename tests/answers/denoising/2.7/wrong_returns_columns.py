# verdict: check-2-7-images=0 check-2-7-clipped=0 check-2-7-kinds=0
# message: a matrix with one image per column


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    return np.clip(columns, 0, 1)
