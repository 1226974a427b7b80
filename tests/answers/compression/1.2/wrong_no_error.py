# verdict: check-1-2-best=6 check-1-2-shapes=3 check-1-2-zero-rank=2 check-1-2-refuses=0 check-1-2-inputs=2
# message: rank_k(A, -1) should raise ValueError with a sentence; it returned a result
def rank_k(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]
