# verdict: check-1-7-channels=5 check-1-7-clipped=0 check-1-7-inputs=3
# message: the result is stretched to [0, 1]
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        channels.append((U[:, :k] * s[:k]) @ Vt[:k])
    x = np.dstack(channels)
    return (x - x.min()) / (x.max() - x.min())
