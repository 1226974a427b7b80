# verdict: check-5-7-count=0 check-5-7-edges=3
# message: this is the rank: the sum of two frames
def distinct_frames(M):
    return int(np.linalg.matrix_rank(M))
