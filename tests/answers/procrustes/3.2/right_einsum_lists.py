# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=1 check-3-2-input=2 check-3-2-shapes=3
import scipy.linalg


def orthogonal_map(B, A):
    B, A = [[float(x) for x in row] for row in B], [[float(x) for x in row] for row in A]
    if [len(row) for row in B] != [len(row) for row in A]:
        raise ValueError("the clouds B and A do not have as many points and columns")
    M = np.einsum("ni,nj->ij", B, A)
    U, s, Vh = scipy.linalg.svd(M, lapack_driver="gesvd")
    return np.einsum("ik,kj->ij", U, Vh).tolist()
