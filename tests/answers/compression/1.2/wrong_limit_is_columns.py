# verdict: check-1-2-best=6 check-1-2-shapes=3 check-1-2-zero-rank=2 check-1-2-refuses=0 check-1-2-inputs=2
# message: rank_k(A, 3) with a 2 × 3 matrix should raise
def rank_k(A, k):
    if not 0 <= k <= A.shape[1]:
        raise ValueError("k is out of range")
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]
