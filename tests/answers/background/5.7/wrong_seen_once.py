# verdict: check-5-7-count=0 check-5-7-edges=0
# message: only frames that occur a single time
def distinct_frames(M):
    _, counts = np.unique(M, axis=1, return_counts=True)
    return int(np.sum(counts == 1))
