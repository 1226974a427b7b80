# verdict: check-5-2-best=0 check-5-2-rank=0 check-5-2-kinds=2
# message: this is the mean frame
def background(M, rank=1):
    M = np.asarray(M, float)
    return np.repeat(M.mean(axis=1, keepdims=True), M.shape[1], axis=1)
