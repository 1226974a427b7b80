# verdict: check-5-2-best=6 check-5-2-rank=4 check-5-2-kinds=2
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return U @ np.diag(np.where(np.arange(len(s)) < rank, s, 0)) @ Vt
