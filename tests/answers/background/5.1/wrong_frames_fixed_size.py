# verdict: check-5-1-grey=0 check-5-1-layout=0 check-5-1-kinds=0
# message: is a number of frames or pixels fixed in your code
def video_matrix(frames):
    frames = np.asarray(frames, float)
    if frames.ndim == 4:
        frames = frames @ [0.299, 0.587, 0.114]
    return frames.reshape(-1, 120 * 160).T
