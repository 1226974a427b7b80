# verdict: check-2-7-images=0 check-2-7-clipped=3 check-2-7-kinds=2
# message: use only the first d columns of U


def synthesize(U, mean, coordinates, shape):
    columns = np.asarray(mean) + np.asarray(U) @ np.asarray(coordinates)
    return np.clip(columns, 0, 1).T.reshape(-1, *shape)
