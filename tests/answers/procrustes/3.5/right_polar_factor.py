# verdict: check-3-5-scale=5 check-3-5-fit=4 check-3-5-mirror=3 check-3-5-input=2 check-3-5-shapes=2
import scipy.linalg


def similarity_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    N, d = B.shape
    b, a = B.sum(axis=0) / N, A.sum(axis=0) / N
    M = np.einsum("ni,nj->ij", B - b, A - a)
    R, _ = scipy.linalg.polar(M)
    if np.linalg.det(R) < 0:
        v = scipy.linalg.svd(M)[2][-1]
        R = R @ (np.eye(d) - 2 * np.outer(v, v))
    scale = np.vdot(R, M) / np.linalg.norm(B - b) ** 2
    return scale, R, np.mean(A - scale * B @ R, axis=0)
