# verdict: check-5-2-best=6 check-5-2-rank=4 check-5-2-kinds=0
# message: convert to float first
def background(M, rank=1):
    if M.shape[0] < M.shape[1]:
        return background(M.T, rank).T
    _, V = np.linalg.eigh(M.T @ M)
    V = V[:, ::-1][:, :rank]
    return (M @ V) @ V.T
