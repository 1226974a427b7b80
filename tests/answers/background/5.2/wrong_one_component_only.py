# verdict: check-5-2-best=6 check-5-2-rank=0 check-5-2-kinds=2
# message: Are the first two added up
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    i = rank - 1
    return s[i] * np.outer(U[:, i], Vt[i])
