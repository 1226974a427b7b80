# verdict: check-5-5-exact=0 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=0
# message: must run from large to small
import scipy.sparse.linalg


def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    A = np.asarray(A, float)
    if k >= min(A.shape):
        U, s, Vt = np.linalg.svd(A, full_matrices=False)
        return U[:, ::-1], s[::-1], Vt[::-1]
    return scipy.sparse.linalg.svds(A, k=k, v0=np.ones(min(A.shape)))
