# verdict: check-2-7-images=0 check-2-7-clipped=0 check-2-7-kinds=2
# message: the change was clipped before the mean was added


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = np.asarray(mean) + np.clip(directions @ np.asarray(coordinates), 0, 1)
    return columns.T.reshape(-1, *shape)
