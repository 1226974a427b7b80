# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=1 check-3-2-input=2 check-3-2-shapes=3
from scipy.linalg import svd


def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    d = B.shape[1]
    M = np.zeros((d, d))
    for one, other in zip(B, A):
        M += np.outer(one, other)
    U, _, Vt = svd(M)
    return [[sum(U[i, k] * Vt[k, j] for k in range(d)) for j in range(d)] for i in range(d)]
