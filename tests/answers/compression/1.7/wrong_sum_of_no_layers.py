# verdict: check-1-7-channels=5 check-1-7-clipped=4 check-1-7-inputs=0
# message: compress_rgb(image, 0) should be a black image of the same shape
def compress_rgb(image, k):
    channels = []
    for c in range(3):
        U, s, Vt = np.linalg.svd(image[:, :, c], full_matrices=False)
        channels.append(sum(s[i] * np.outer(U[:, i], Vt[i]) for i in range(k)))
    return np.clip(np.dstack(channels), 0, 1)
