# verdict: check-5-7-count=5 check-5-7-edges=3
def distinct_frames(M):
    return np.unique(M, axis=1).shape[1]
