# verdict: check-5-7-count=0 check-5-7-edges=0
# message: this is the number of columns
def distinct_frames(M):
    return M.shape[1]
