# verdict: check-5-7-count=0 check-5-7-edges=3
# message: changed its argument M
def distinct_frames(M):
    M[:] = M[:, np.lexsort(M)]
    return 1 + int(np.sum(np.any(M[:, 1:] != M[:, :-1], axis=0)))
