# verdict: check-5-1-grey=0 check-5-1-layout=4 check-5-1-kinds=2
# message: mean of the three channels
def video_matrix(frames):
    frames = np.asarray(frames, float)
    if frames.ndim == 4:
        frames = frames.mean(axis=-1)
    return frames.reshape(len(frames), -1).T
