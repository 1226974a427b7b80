# verdict: check-1-3-count=4 check-1-3-mean=6 check-1-3-at-least-one=3 check-1-3-inputs=3
import scipy.linalg


def keep_percent(image, percent):
    average = np.average(image)
    rest = image - average
    k = np.maximum(1, np.floor(min(rest.shape) * (percent / 100))).astype(int)
    U = scipy.linalg.svd(rest)[0][:, :k]
    return average + U @ (U.T @ rest), k
