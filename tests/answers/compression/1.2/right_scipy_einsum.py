# verdict: check-1-2-best=6 check-1-2-shapes=3 check-1-2-zero-rank=2 check-1-2-refuses=3 check-1-2-inputs=2
import scipy.linalg


def rank_k(A, k):
    if not k in range(min(A.shape) + 1):
        raise ValueError("k is not a possible rank of A")
    U, s, Vt = scipy.linalg.svd(A, full_matrices=False, lapack_driver="gesvd")
    return np.einsum("ir,r,rj->ij", U[:, :k], s[:k], Vt[:k])
