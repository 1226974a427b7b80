# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=0 check-1-3-inputs=3
# message: keep_percent(image, 20) returned None
def keep_percent(image, percent):
    mean = image.mean()
    U, s, Vt = np.linalg.svd(image - mean, full_matrices=False)
    k = int(percent / 100 * len(s))
    if k > 0:
        return mean + (U[:, :k] * s[:k]) @ Vt[:k], k
