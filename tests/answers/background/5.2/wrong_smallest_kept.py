# verdict: check-5-2-best=0 check-5-2-rank=4 check-5-2-kinds=2
# message: this is the last component
def background(M, rank=1):
    M = np.asarray(M, float)
    _, V = np.linalg.eigh(M.T @ M)
    # eigh sorts from small to large; skip what is zero in a wide matrix.
    V = V[:, max(0, M.shape[1] - M.shape[0]) :][:, :rank]
    return (M @ V) @ V.T
