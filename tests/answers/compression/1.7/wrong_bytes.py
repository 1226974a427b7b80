# verdict: check-1-7-channels=0 check-1-7-clipped=0 check-1-7-inputs=0
# message: on the scale of bytes
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        channels.append((U[:, :k] * s[:k]) @ Vt[:k])
    return np.clip(255 * np.dstack(channels), 0, 255)
