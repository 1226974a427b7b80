# verdict: check-3-6-value=0 check-3-6-rigid=0 check-3-6-input=0 check-3-6-shapes=2
# message: that is the disparity of scipy.spatial.procrustes
import scipy.spatial


def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    return scipy.spatial.procrustes(A, B)[2]
