# verdict: check-1-2-best=6 check-1-2-shapes=3 check-1-2-zero-rank=2 check-1-2-refuses=3 check-1-2-inputs=0
# message: Does a product of small whole numbers wrap around
def rank_k(A, k):
    if k < 0 or k > min(A.shape):
        raise ValueError(f"k must be in 0..{min(A.shape)}, not {k}")
    values, vectors = np.linalg.eigh(A.T @ A)
    V = vectors[:, ::-1][:, :k]
    return A @ V @ V.T
