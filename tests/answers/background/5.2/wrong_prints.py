# verdict: check-5-2-best=0 check-5-2-rank=0 check-5-2-kinds=0
# message: returned None
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    print((U[:, :rank] * s[:rank]) @ Vt[:rank])
