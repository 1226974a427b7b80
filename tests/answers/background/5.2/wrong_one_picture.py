# verdict: check-5-2-best=0 check-5-2-rank=0 check-5-2-kinds=0
# message: this is one picture: B has a column for each frame
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return U[:, :rank] * s[:rank]
