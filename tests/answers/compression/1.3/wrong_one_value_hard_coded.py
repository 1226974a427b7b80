# verdict: check-1-3-count=0 check-1-3-mean=0 check-1-3-at-least-one=0 check-1-3-inputs=3
# message: Does k depend on percent
def keep_percent(image, percent):
    mean = image.mean()
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = 1
    low = (U[:, :k] * s[:k]) @ Vt[:k]
    return mean + low, k
