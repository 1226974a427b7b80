# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=0
# message: changed its argument frames
def video_matrix(frames):
    frames = np.asarray(frames, dtype=float)
    if frames.ndim == 4:
        frames *= [0.299, 0.587, 0.114]
        frames = frames.sum(axis=-1)
    return frames.reshape(len(frames), -1).T
