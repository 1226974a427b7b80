# verdict: check-5-2-best=0 check-5-2-rank=0 check-5-2-kinds=0
# message: mean was subtracted before the SVD and added again
def background(M, rank=1):
    mean = np.mean(M, axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(M - mean, full_matrices=False)
    return mean + (U[:, :rank] * s[:rank]) @ Vt[:rank]
