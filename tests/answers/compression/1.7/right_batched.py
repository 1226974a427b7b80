# verdict: check-1-7-channels=5 check-1-7-clipped=4 check-1-7-inputs=3
def compress_rgb(image, k):
    U, s, Vt = np.linalg.svd(image.transpose(2, 0, 1), full_matrices=False)
    low = np.einsum("cik,ck,ckj->ijc", U[..., :k], s[..., :k], Vt[:, :k])
    return np.minimum(np.maximum(low, 0), 1)
