# verdict: check-5-7-count=0 check-5-7-edges=0
# message: these are the repetitions
def distinct_frames(M):
    return M.shape[1] - np.unique(M, axis=1).shape[1]
