# verdict: check-1-7-channels=0 check-1-7-clipped=4 check-1-7-inputs=3
# message: all three channels are the red one
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, 0], full_matrices=False)
        channels.append((U[:, :k] * s[:k]) @ Vt[:k])
    return np.clip(np.dstack(channels), 0, 1)
