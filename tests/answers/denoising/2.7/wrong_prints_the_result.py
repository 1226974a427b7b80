# verdict: check-2-7-images=0 check-2-7-clipped=0 check-2-7-kinds=0
# message: Did the function print its result


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    print(np.clip(columns, 0, 1).T.reshape(-1, *shape))
