# verdict: check-5-7-count=5 check-5-7-edges=3
def distinct_frames(M):
    different = []
    for column in M.T:
        if not any(np.array_equal(column, other) for other in different):
            different.append(column)
    return len(different)
