# verdict: check-5-7-count=5 check-5-7-edges=0
# message: differ by 0.001 in one pixel are different
def distinct_frames(M):
    different = []
    for column in M.T:
        if not any(np.allclose(column, other) for other in different):
            different.append(column)
    return len(different)
