# verdict: check-3-5-scale=5 check-3-5-fit=4 check-3-5-mirror=3 check-3-5-input=2 check-3-5-shapes=2
import scipy.linalg


def similarity_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)

    N = len(B)
    U, s, Vt = scipy.linalg.svd((A - a).T @ (B - b) / N)
    D = np.eye(len(s))
    D[-1, -1] = np.linalg.slogdet(U @ Vt)[0]
    R = (U @ D @ Vt).T
    scale = np.trace(np.diag(s) @ D) / (B - b).var(axis=0).sum()
    return scale, R, a - scale * b @ R
