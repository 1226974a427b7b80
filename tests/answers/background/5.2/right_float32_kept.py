# verdict: check-5-2-best=6 check-5-2-rank=4 check-5-2-kinds=2
import scipy.linalg


def background(M, rank=1):
    M = np.asarray(M)
    kind = np.float32 if M.dtype == np.float32 else np.float64
    U, s, Vt = scipy.linalg.svd(M.astype(kind), full_matrices=False)
    return np.einsum("ik,k,kj->ij", U[:, :rank], s[:rank], Vt[:rank])
