# verdict: check-5-7-count=5 check-5-7-edges=0
# message: have the same sum
def distinct_frames(M):
    return len(np.unique(M.sum(axis=0)))
