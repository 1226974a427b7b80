# verdict: check-5-7-count=0 check-5-7-edges=0
# message: not the frames themselves
def distinct_frames(M):
    return np.unique(M, axis=1)
