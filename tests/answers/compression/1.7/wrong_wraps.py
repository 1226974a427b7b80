# verdict: check-1-7-channels=5 check-1-7-clipped=0 check-1-7-inputs=3
# message: values beyond 1 wrap round
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        channels.append((U[:, :k] * s[:k]) @ Vt[:k])
    picture = np.dstack(channels)
    return np.where((picture < 0) | (picture > 1), np.mod(picture, 1), picture)
