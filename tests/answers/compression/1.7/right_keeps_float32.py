# verdict: check-1-7-channels=5 check-1-7-clipped=4 check-1-7-inputs=3
def compress_rgb(image, k):
    result = np.array(image, dtype=np.result_type(image, np.float32))
    for c, channel in enumerate(np.moveaxis(result.copy(), -1, 0)):
        U, s, Vt = np.linalg.svd(channel)
        layers = [s[i] * np.multiply.outer(U[:, i], Vt[i]) for i in range(k)]
        result[..., c] = sum(layers, np.zeros_like(channel))
    return np.clip(result, 0, 1, out=result)
