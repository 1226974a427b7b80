# verdict: check-5-2-best=6 check-5-2-rank=4 check-5-2-kinds=0
# message: changed its argument M
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    B = M
    B[...] = (U[:, :rank] * s[:rank]) @ Vt[:rank]
    return B.astype(float)
