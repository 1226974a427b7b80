# verdict: check-5-2-best=6 check-5-2-rank=4 check-5-2-kinds=2
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(np.asarray(M, float), full_matrices=False)
    B = np.zeros(M.shape)
    for i in range(rank):
        B += s[i] * np.outer(U[:, i], Vt[i])
    return B
