# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=0
# message: must be float64, not float32
def video_matrix(frames):
    frames = np.asarray(frames, np.float32)
    if frames.ndim == 4:
        frames = frames @ np.array([0.299, 0.587, 0.114], np.float32)
    return frames.reshape(len(frames), -1).T
