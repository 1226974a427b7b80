# verdict: check-1-7-channels=0 check-1-7-clipped=4 check-1-7-inputs=3
# message: the channels come out in reverse order
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        channels.append((U[:, :k] * s[:k]) @ Vt[:k])
    return np.clip(np.dstack(channels[::-1]), 0, 1)
