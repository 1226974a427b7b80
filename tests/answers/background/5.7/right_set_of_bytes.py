# verdict: check-5-7-count=5 check-5-7-edges=3
def distinct_frames(M):
    return len({np.ascontiguousarray(M[:, t]).tobytes() for t in range(M.shape[1])})
