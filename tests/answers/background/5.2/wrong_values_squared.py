# verdict: check-5-2-best=0 check-5-2-rank=4 check-5-2-kinds=2
# message: the singular value is squared
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return (U[:, :rank] * s[:rank] ** 2) @ Vt[:rank]
