# verdict: check-1-3-count=4 check-1-3-mean=0 check-1-3-at-least-one=3 check-1-3-inputs=3
# message: is it the mean of the argument image
grey_mean = 0.41


def keep_percent(image, percent):
    U, s, Vt = np.linalg.svd(image - grey_mean, full_matrices=False)
    k = max(1, int(percent / 100 * len(s)))
    return grey_mean + (U[:, :k] * s[:k]) @ Vt[:k], k
