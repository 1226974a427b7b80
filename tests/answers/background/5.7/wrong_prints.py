# verdict: check-5-7-count=0 check-5-7-edges=0
# message: returned None
def distinct_frames(M):
    print(np.unique(M, axis=1).shape[1])
