# verdict: check-5-1-grey=0 check-5-1-layout=4 check-5-1-kinds=0
# message: the grey values are rounded
def video_matrix(frames):
    frames = np.asarray(frames)
    if frames.ndim == 4:
        frames = np.rint(frames @ [0.299, 0.587, 0.114]).astype(np.uint8)
    return frames.reshape(len(frames), -1).T
