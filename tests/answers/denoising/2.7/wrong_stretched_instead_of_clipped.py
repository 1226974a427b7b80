# verdict: check-2-7-images=0 check-2-7-clipped=0 check-2-7-kinds=2
# message: the values were stretched to fill [0, 1]


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    return ((columns - columns.min()) / np.ptp(columns)).T.reshape(-1, *shape)
