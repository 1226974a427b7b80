# verdict: check-5-7-count=0 check-5-7-edges=0
# message: only the first pixel of each frame
def distinct_frames(M):
    return len(np.unique(M[0]))
