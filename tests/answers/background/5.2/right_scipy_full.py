# verdict: check-5-2-best=6 check-5-2-rank=4 check-5-2-kinds=2
import scipy.linalg


def background(M, rank=1):
    U, s, Vt = scipy.linalg.svd(np.asarray(M, dtype=float))
    s[rank:] = 0
    Sigma = scipy.linalg.diagsvd(s, *M.shape)
    return U @ Sigma @ Vt
