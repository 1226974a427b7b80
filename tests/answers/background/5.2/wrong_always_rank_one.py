# verdict: check-5-2-best=6 check-5-2-rank=0 check-5-2-kinds=2
# message: the rank of background(M, 2) is 1
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return s[0] * np.outer(U[:, 0], Vt[0])
