# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=2
def video_matrix(frames):
    frames = np.asarray(frames, dtype=np.float64)
    if frames.ndim == 4:
        frames = frames @ np.array([0.299, 0.587, 0.114])
    return frames.reshape(len(frames), -1).T
