# verdict: check-1-2-best=6 check-1-2-shapes=3 check-1-2-zero-rank=0 check-1-2-refuses=3 check-1-2-inputs=2
# message: rank_k(A, 0) must have shape (2, 2), but it has shape ()
def rank_k(A, k):
    if k < 0 or k > min(A.shape):
        raise ValueError(f"k must be in 0..{min(A.shape)}, not {k}")
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return sum(s[i] * np.outer(U[:, i], Vt[i]) for i in range(k))
