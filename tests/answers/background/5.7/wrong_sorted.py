# verdict: check-5-7-count=5 check-5-7-edges=0
# message: hold the same numbers in other places
def distinct_frames(M):
    return len({tuple(sorted(column)) for column in M.T.tolist()})
