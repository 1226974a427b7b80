# verdict: check-1-3-count=4 check-1-3-mean=0 check-1-3-at-least-one=3 check-1-3-inputs=3
# message: k + 1 singular values are kept
def keep_percent(image, percent):
    mean = image.mean()
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = max(1, int(percent / 100 * min(image.shape)))
    low = (U[:, : k + 1] * s[: k + 1]) @ Vt[: k + 1]
    return mean + low, k
