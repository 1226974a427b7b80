# verdict: check-5-2-best=6 check-5-2-rank=4 check-5-2-kinds=0
# message: without a rank should keep one component
def background(M, rank):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return (U[:, :rank] * s[:rank]) @ Vt[:rank]
