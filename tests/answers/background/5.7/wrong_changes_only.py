# verdict: check-5-7-count=0 check-5-7-edges=0
# message: these are the changes from one column
def distinct_frames(M):
    return int(np.sum(np.any(M[:, 1:] != M[:, :-1], axis=0)))
