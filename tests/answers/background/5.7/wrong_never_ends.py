# verdict: check-5-7-count=5 check-5-7-edges=0
# message: a loop that never ends
def distinct_frames(M):
    frames = [tuple(column) for column in M.T.tolist()]
    place = 0
    while place < len(frames):
        if frames[place] in frames[:place]:
            frames.remove(frames[place])
        elif len(set(frames)) > 1:
            place += 1
    return len(frames)
