# verdict: check-1-7-channels=0 check-1-7-clipped=4 check-1-7-inputs=3
# message: k + 1 singular values are kept
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        channels.append((U[:, : k + 1] * s[: k + 1]) @ Vt[: k + 1])
    return np.clip(np.dstack(channels), 0, 1)
