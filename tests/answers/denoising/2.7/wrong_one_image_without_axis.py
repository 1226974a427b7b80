# verdict: check-2-7-images=6 check-2-7-clipped=3 check-2-7-kinds=0
# message: and so has one: keep the axis


def synthesize(U, mean, coordinates, shape):
    directions = np.asarray(U)[:, : len(coordinates)]
    columns = np.asarray(mean) + directions @ np.asarray(coordinates)
    images = np.clip(columns, 0, 1).T.reshape(-1, *shape)
    return images[0] if len(images) == 1 else images
