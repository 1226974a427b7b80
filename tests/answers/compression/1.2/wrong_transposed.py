# verdict: check-1-2-best=0 check-1-2-shapes=0 check-1-2-zero-rank=2 check-1-2-refuses=3 check-1-2-inputs=2
# message: the result is transposed
def rank_k(A, k):
    if k < 0 or k > min(A.shape):
        raise ValueError(f"k must be in 0..{min(A.shape)}, not {k}")
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return Vt[:k].T @ (U[:, :k] * s[:k]).T
