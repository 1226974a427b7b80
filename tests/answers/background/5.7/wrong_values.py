# verdict: check-5-7-count=0 check-5-7-edges=0
# message: these are the different numbers in M
def distinct_frames(M):
    return len(np.unique(M))
