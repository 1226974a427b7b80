# verdict: check-1-2-best=6 check-1-2-shapes=3 check-1-2-zero-rank=0 check-1-2-refuses=3 check-1-2-inputs=2
# message: k = 0 is allowed
def rank_k(A, k):
    if k < 1 or k > min(A.shape):
        raise ValueError("k must be positive and at most min(m, n)")
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]
