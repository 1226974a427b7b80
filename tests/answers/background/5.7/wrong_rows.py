# verdict: check-5-7-count=0 check-5-7-edges=0
# message: these are rows: a frame is a column
def distinct_frames(M):
    return len(np.unique(M, axis=0))
