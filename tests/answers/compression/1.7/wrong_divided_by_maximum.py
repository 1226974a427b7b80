# verdict: check-1-7-channels=5 check-1-7-clipped=0 check-1-7-inputs=3
# message: the result is divided by its maximum
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        channels.append((U[:, :k] * s[:k]) @ Vt[:k])
    x = np.maximum(np.dstack(channels), 0)
    return x / max(x.max(), 1)
