# verdict: check-2-7-images=6 check-2-7-clipped=3 check-2-7-kinds=2


def synthesize(U, mean, coordinates, shape):
    directions = np.transpose(U)
    middle = np.reshape(mean, shape)
    return [
        np.clip(
            middle + sum(c * u.reshape(shape) for c, u in zip(place, directions)), 0, 1
        ).tolist()
        for place in np.transpose(coordinates)
    ]
