# verdict: check-2-7-images=0 check-2-7-clipped=0 check-2-7-kinds=0
# message: reads a variable of the lesson


middle_stamp = datasets.stamps().reshape(22, -1).T.mean(axis=1, keepdims=True)


def synthesize(U, mean, coordinates, shape):
    columns = middle_stamp + np.asarray(U)[:, : len(coordinates)] @ np.asarray(coordinates)
    return np.clip(columns, 0, 1).T.reshape(-1, *shape)
