# verdict: check-5-7-count=5 check-5-7-edges=3
def distinct_frames(M):
    ordered = M[:, np.lexsort(M)]
    return 1 + int(np.sum(np.any(ordered[:, 1:] != ordered[:, :-1], axis=0)))
