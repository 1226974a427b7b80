# verdict: check-1-2-best=0 check-1-2-shapes=0 check-1-2-zero-rank=0 check-1-2-refuses=0 check-1-2-inputs=0
# message: must have shape (4, 4), but it has shape (100, 85)
grey = datasets.portrait(100).mean(axis=2)


def rank_k(A, k):
    if k < 0 or k > min(A.shape):
        raise ValueError(f"k must be in 0..{min(A.shape)}, not {k}")
    U, s, Vt = np.linalg.svd(grey, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]
