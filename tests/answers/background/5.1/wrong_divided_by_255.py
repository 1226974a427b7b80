# verdict: check-5-1-grey=0 check-5-1-layout=4 check-5-1-kinds=0
# message: divided by 255: keep the scale
def video_matrix(frames):
    frames = np.asarray(frames) / 255
    if frames.ndim == 4:
        frames = frames @ [0.299, 0.587, 0.114]
    return frames.reshape(len(frames), -1).T
