# verdict: check-5-7-count=5 check-5-7-edges=3
def distinct_frames(M):
    return len({tuple(column) for column in np.asarray(M).T.tolist()})
