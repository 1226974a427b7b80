# verdict: check-5-1-grey=0 check-5-1-layout=0 check-5-1-kinds=0
# message: only the sum of the channels
def video_matrix(frames):
    if frames.ndim == 4:
        frames = frames[..., 0] + frames[..., 1] + frames[..., 2]
    return np.asarray(frames, float).reshape(len(frames), -1).T
