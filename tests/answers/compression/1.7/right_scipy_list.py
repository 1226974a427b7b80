# verdict: check-1-7-channels=5 check-1-7-clipped=4 check-1-7-inputs=3
from scipy.linalg import svd


def compress_rgb(image, k):
    def low(channel):
        U, s, Vt = svd(channel, full_matrices=False)
        s[k:] = 0
        return U @ np.diag(s) @ Vt

    return np.dstack([low(image[:, :, c]) for c in range(3)]).clip(0, 1).tolist()
