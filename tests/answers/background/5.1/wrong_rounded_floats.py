# verdict: check-5-1-grey=0 check-5-1-layout=4 check-5-1-kinds=2
# message: the grey values are rounded
def video_matrix(frames):
    frames = np.asarray(frames, float)
    if frames.ndim == 4:
        frames = np.round(frames @ [0.299, 0.587, 0.114])
    return frames.reshape(len(frames), -1).T
