# verdict: check-2-7-images=6 check-2-7-clipped=3 check-2-7-kinds=0
# message: lists are welcome too


def synthesize(U, mean, coordinates, shape):
    columns = mean + U[:, : coordinates.shape[0]] @ coordinates
    return np.clip(columns, 0, 1).T.reshape(-1, *shape)
