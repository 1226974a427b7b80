# verdict: check-1-7-channels=0 check-1-7-clipped=0 check-1-7-inputs=0
# message: must have shape (3, 3, 3), but it has shape (100, 85, 3)
portrait = datasets.portrait(100)


def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(portrait[:, :, c], full_matrices=False)
        channels.append((U[:, :k] * s[:k]) @ Vt[:k])
    return np.clip(np.dstack(channels), 0, 1)
