# verdict: check-1-7-channels=0 check-1-7-clipped=0 check-1-7-inputs=0
# message: compress_rgb(image, 1) returned None
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        channels.append((U[:, :k] * s[:k]) @ Vt[:k])
    print(np.clip(np.dstack(channels), 0, 1))
