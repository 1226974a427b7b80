# verdict: check-1-2-best=6 check-1-2-shapes=3 check-1-2-zero-rank=2 check-1-2-refuses=3 check-1-2-inputs=2
import scipy.linalg


def rank_k(A, k):
    if k < 0 or k > min(A.shape):
        raise ValueError(f"k must be in 0..{min(A.shape)}, not {k}")
    if A.dtype.kind in "iu":
        A = A.astype(np.float32)
    U, s, Vh = scipy.linalg.svd(A, full_matrices=False)
    U, s, Vh = U[:, :k], s[:k], Vh[:k, :]
    return np.linalg.multi_dot([U, np.diag(s), Vh])
