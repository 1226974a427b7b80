# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=3 check-1-3-inputs=3
import math


def keep_percent(image, percent):
    mean = sum(float(x) for row in image for x in row) / (len(image) * len(image[0]))
    centred = np.array(image, dtype=float) - mean
    U, s, Vt = np.linalg.svd(centred)
    k = math.floor(percent / 100 * len(s)) or 1
    result = np.full(centred.shape, mean)
    for i in range(k):
        result += s[i] * np.outer(U[:, i], Vt[i])
    return result, k
